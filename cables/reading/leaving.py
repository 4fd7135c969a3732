"""What a page says of itself to those who cite, embed or show it elsewhere."""

from cables.sharing.citations import (
    GENRE,
    RECORDS,
    citations,
    cite_blocks,
    cite_cable,
)
from cables.sharing.embeds import embed
from cables.sharing.meta import data_block, json_ld
from cables.sharing.permalinks import absolute, cable_address, paragraph_address


def leaving_cable(dossier, description):
    """Return the part of a cable page's context that is for those who take it along."""
    cable = dossier.cable
    work = cite_cable(cable)
    twins = {form: cable_address(cable, form=form) for form in (*RECORDS, "png")}
    html = embed(
        work, dossier.paragraphs, words=description, corrected=dossier.corrected
    )
    return _leaving(cable, work, twins, html, description)


def leaving_blocks(dossier, blocks, key, description):
    cable = dossier.cable
    work = cite_blocks(cable, blocks, key)
    twins = {
        form: paragraph_address(cable, key, form=form) for form in (*RECORDS, "png")
    }
    html = embed(work, blocks, corrected=dossier.corrected)
    return _leaving(cable, work, twins, html, description)


def _leaving(cable, work, twins, html, description):
    card = absolute(twins["png"])
    told = json_ld(
        work,
        description=description,
        card=card,
        cable_url=absolute(cable_address(cable)),
        post_url=absolute(cable.post.get_absolute_url()),
    )
    return {
        "json_ld": data_block(told),
        "work": work,
        "genre": GENRE,
        "citing": citations(work),
        "citation_files": [
            {
                "name": record.name,
                "url": twins[form],
                "type": record.content_type.partition(";")[0],
            }
            for form, record in RECORDS.items()
        ],
        "card": card,
        "embed_html": html,
    }
