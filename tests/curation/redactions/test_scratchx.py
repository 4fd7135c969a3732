import csv, random, re, time
from django.test import TestCase
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.curation.redactions.words import forms_of, Skeleton
from cables.curation.redactions.errors import RedactionRefused
from cables.models.marker import REDACTED
from tests.admin.editors import make_editor
from tests.curation.redactions.telegram import *
csv.field_size_limit(10**9)
class T(TestCase):
    def test_a(self):
        rows=list(csv.reader(open("/work/main/sample/cables.csv"),escapechar="\\",doublequote=False))
        a,b=make_editor(),make_editor()
        rng=random.Random(5)
        stats=dict(n=0,refused=0,nobody=0,pieces=0); t=time.time(); worst=0
        for r in rows[::2]:
            body=r[-1].replace("\r","") if rng.random()<.5 else r[-1]
            c=make_telegram(r[2],header=r[-2],body=body)
            start=public_texts(c)
            blocks=[x for x in c.paragraphs.all() if x.kind!="artefact" and len(x.text.split())>3]
            reds=[]
            for _ in range(4):
                x=rng.choice(blocks); toks=[m.span() for m in re.finditer(r"\S+",x.text)]
                i=rng.randrange(len(toks)); j=min(len(toks)-1,i+rng.randrange(4))
                s,e=toks[i][0],toks[j][1]
                w=x.text[s:e]
                if not any(ch.isalnum() for ch in w): continue
                try: reds+=propose(c,user=a,paragraph=x,spans=[(s,e)],reason="minor",note="")
                except RedactionRefused as err: pass
            for red in reds:
                stats["n"]+=1
                t0=time.time()
                c.refresh_from_db()
                before=c.body; w=red.sealed_text.text[red.start:red.end]
                try: red=approve([red],user=b)[0]
                except RedactionRefused as err: stats["refused"]+=1; print(r[2],repr(w),err); continue
                worst=max(worst,time.time()-t0)
                red.refresh_from_db(); c.refresh_from_db()
                names=[p["place"] for p in red.places]
                if "field:body" not in names:
                    stats["nobody"]+=1; print("NOBODY",r[2],repr(w),names)
                else:
                    # exactly letters of words left the body
                    lb=len(Skeleton(before).letters); la=len(Skeleton(c.body).letters)
                    k=names.count("field:body")
                    exp=lb-k*len(Skeleton(w).letters)+k*len(Skeleton(red.replacement).letters)
                    if la!=exp: print("LETTERS",r[2],repr(w),la,exp,names)
            done=[x for x in reds if (x.refresh_from_db() or x.state=="approved")]
            rng.shuffle(done)
            for red in done: undo(red,user=b,why="x")
            end=public_texts(c)
            if start!=end:
                for k in start:
                    if start[k]!=end.get(k): print("DIFF",r[2],k,repr(start[k])[:300],repr(end.get(k))[:300])
        print(stats,time.time()-t,"worst",worst)
