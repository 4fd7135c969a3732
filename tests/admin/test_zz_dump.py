import re,copy
from http.cookies import SimpleCookie
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from cables.curation.roles import NAMES, set_up_roles
from tests.addresses import desk
from tests.admin.desk_world import make_desk_world
from tests.admin.editors import make_editor, make_chief
LETTER={"Contributor":"C","Editor":"E","Redactor":"R","Approver":"P","Archivist":"H","Administrator":"A"}
class D(TestCase):
    def test_dump(self):
        set_up_roles(); w=make_desk_world()
        cl={"-":Client(raise_request_exception=False)}
        for n in NAMES:
            u=make_editor(); u.groups.set(Group.objects.filter(name=n)); c=Client(raise_request_exception=False); c.force_login(u); cl[LETTER[n]]=c
        S=Client(raise_request_exception=False); S.force_login(make_chief()); cl["S"]=S
        out=open("/tmp/dump.txt","w")
        for r,n,cb in desk():
            m=re.match(r"admin/(?:cables|auth)/(\w+)/",r)
            p="/"+r
            if m and m[1] in w:
                p=re.sub(r"<(int:pk|int:key|path:object_id)>",str(w[m[1]].pk),p)
            p=p.replace("importrun/source/%s"%w["importrun"].pk,"importrun/source/%s"%w["importsource"].pk)
            p=p.replace("<slug:name>/<int:object_id>","cable/%s"%w["cable"].pk).replace("<int:after>","0").replace("<str:reference_id>","06LOWMOOR900").replace("<slug:name>","publish").replace("<slug:verb>","publish").replace("<path:content_type_id>/<path:object_id>","1/1").replace("<int:pk>","1").replace("<str:token>","x")
            if "^" in p: continue
            for meth in ("get","post"):
                got={}
                for k,c0 in cl.items():
                    c=Client(raise_request_exception=False); c.cookies=copy.deepcopy(c0.cookies) if c0.cookies else SimpleCookie()
                    with transaction.atomic():
                        try: a=getattr(c,meth)(p); s=str(a.status_code)
                        except Exception as e: s=repr(e)[:60]
                        if s=="302": s="login" if "/login/" in a.url else "302"
                        transaction.set_rollback(True)
                    got.setdefault(s,[]).append(k)
                print(n or r, meth,  "  ".join(s+":"+"".join(v) for s,v in got.items() if v!=["-"] or s!="login"), file=out, flush=True)
