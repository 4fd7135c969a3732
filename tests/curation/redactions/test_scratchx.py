import csv, random, re, time
from django.test import SimpleTestCase
from cables.parsing import parse_message
from cables.curation.redactions.alignment import Message
from types import SimpleNamespace as N
csv.field_size_limit(10**9)
class T(SimpleTestCase):
    def test_a(self):
        rows=list(csv.reader(open("/work/main/sample/cables.csv"),escapechar="\\",doublequote=False))
        rng=random.Random(7); st={}
        for r in rows:
            body=r[-1]
            p=parse_message(header=r[-2],body=body,reference_id=r[2])
            pars=[N(pk=i,key=b.key,text=b.text,kind=b.kind) for i,b in enumerate(p.blocks)]
            base=Message(body,p.blocks).align(pars)
            cand=[x for x in pars if x.kind in("numbered","unnumbered","bullet") and len(x.text.split())>6]
            if len(cand)<2: continue
            for kind in ("typo","typos","split","merge","retype"):
                x=rng.choice(cand); toks=[m.span() for m in re.finditer(r"\S+",x.text)]
                i=rng.randrange(len(toks)-1); s,e=toks[i][0],toks[i+1][1]
                words=x.text[s:e]
                want=base[x.pk].pieces(s,e)
                q=[N(**vars(y)) for y in pars]
                y=q[x.pk]
                if kind in("typo","typos"):
                    new=[];
                    pick=set(rng.sample([k for k in range(len(toks)) if k not in(i,i+1)], 1 if kind=="typo" else max(1,len(toks)//5)))
                    new=[ (x.text[a:b][::-1] if k in pick else x.text[a:b]) for k,(a,b) in enumerate(toks)]
                    y.text=" ".join(new); ns=len(" ".join(new[:i]))+(1 if i else 0); ne=ns+len(words)
                elif kind=="split":
                    cut=rng.choice([k for k in range(1,len(toks)) if k!=i+1])
                    a=" ".join(x.text[u:v] for u,v in toks[:cut]); b=" ".join(x.text[u:v] for u,v in toks[cut:])
                    y.text=a; z=N(pk=9999,key="new",text=b,kind=x.kind); q.insert(x.pk+1,z)
                    tgt=y if i<cut else z
                    k0=0 if i<cut else cut
                    pre=" ".join(x.text[u:v] for u,v in toks[k0:i]); ns=len(pre)+(1 if i>k0 else 0); ne=ns+len(words); y=tgt
                elif kind=="merge":
                    if x.pk+1>=len(pars): continue
                    nxt=q.pop(x.pk+1); y.text=y.text+" "+nxt.text; ns,ne=s,e
                else:
                    y.text="The said person, we learned, "+words+", went home later."; ns=y.text.index(words); ne=ns+len(words)
                al=Message(body,p.blocks).align(q)
                got=al[y.pk].pieces(ns,ne) if y.pk in al else None
                k=(kind, "right" if got==want else "none" if not got else "wrong")
                st[k]=st.get(k,0)+1
                if k[1]=="wrong" and st[k]<4: print(kind,r[2],repr(words),want,got,[body[a:b] for a,b in got],[body[a:b] for a,b in want])
        print(st)
