"""Attach many cables to an article at once: by ids, by any text, by its quotations."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect

from cables.choices import ModerationState, Relation
from cables.curation.articles import link_many
from cables.curation.errors import CurationError
from cables.curation.limits import check_texts
from cables.models import Article

from .article_offers import make_offers
from .desk_page import desk_page

LONGEST = 200_000  # characters


class AttachForm(forms.Form):
    text = forms.CharField(
        label="Ids, or a text that names cables",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="A list, a column of a spreadsheet, footnotes, the article itself.",
    )
    quotes = forms.CharField(
        label="Words that it quotes",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="With an empty line between two. The paragraphs that hold them are "
        "looked for in these cables and in those of the article.",
    )
    everywhere = forms.BooleanField(
        label="Look for the quotations in the whole archive", required=False
    )
    relation = forms.ChoiceField(
        label="What it does with a cable that it does not quote",
        choices=[one for one in Relation.choices if one[0] != Relation.QUOTES],
        initial=Relation.CITES,
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("text", "quotes"):
            cleaned[name] = cleaned.get(name, "").replace("\0", " ")
        if not self.errors and not (cleaned["text"] or cleaned["quotes"]).strip():
            self.add_error("text", "Paste ids, a text, or quotations below.")
        try:
            check_texts(cleaned, ["quotes"])
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


def may_link(request):
    return request.user.has_perms(["cables.change_article", "cables.add_articlelink"])


def attach(request, pk, modeladmin):
    article = get_object_or_404(Article.objects.select_related("publisher"), pk=pk)
    if not may_link(request):
        raise PermissionDenied
    form = AttachForm(request.POST or None)
    offers = None
    if form.is_valid():
        asked = form.cleaned_data
        offers = make_offers(
            asked["text"],
            asked["quotes"],
            article=article,
            everywhere=asked["everywhere"],
        )
        if "attach" in request.POST:
            ticked = offers.ticked(request.POST.getlist("use"))
            if ticked:
                done = _attach(modeladmin, request, article, ticked, asked["relation"])
                if done:
                    return redirect("admin:cables_article_change", pk)
            else:
                form.add_error(None, "Nothing is ticked: tick what it used.")
    return desk_page(
        modeladmin,
        request,
        "article/attach.html",
        f"Attach cables to {article}",
        original=article,
        form=form,
        offers=offers,
    )


def _attach(modeladmin, request, article, ticked, relation):
    uses = [offer.use(relation) for offer in ticked]
    try:
        links = link_many(article=article, uses=uses, user=request.user)
    except (CurationError, ValidationError) as error:
        said = " ".join(getattr(error, "messages", [str(error)]))
        modeladmin.message_user(request, said, messages.ERROR)
        return False
    cables = len({link.cable_id for link in links})
    text = f"{len(links)} links to {cables} cable{'' if cables == 1 else 's'} attached."
    if article.state == ModerationState.APPROVED:
        waiting = [one for one in links if one.state == ModerationState.PROPOSED]
        if waiting:
            text += f" Readers see {len(waiting)} once somebody else has approved them."
    modeladmin.log_change(request, article, text)
    modeladmin.message_user(request, text, messages.SUCCESS)
    return True
