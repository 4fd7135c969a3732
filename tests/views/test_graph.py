"""The drawing of a thread: in time order, without overlaps, named, clean of style."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from itertools import combinations

from django.test import SimpleTestCase, TestCase

from cables.models import Cable
from cables.reading.reference_graph import BOX, HIGH, draw
from cables.reading.thread_walk import Edge, Node, in_time_order
from tests import factories as make

from .threads import START, cable_on, thread_address


def star(before, after):
    """Return a thread of a cable that cites some and is cited by others."""
    nodes = [
        Node(f"06LOWMOOR{n}", 1, Cable(created=START + timedelta(days=n)))
        for n in range(before + after + 1)
    ]
    start = nodes[before]
    start.steps = 0
    edges = [Edge(start, one) for one in nodes[:before]]
    edges += [Edge(one, start) for one in nodes[before + 1 :]]
    return in_time_order(start, edges)


class LayoutTests(SimpleTestCase):
    SHAPES = ((1, 0), (0, 1), (1, 1), (5, 8), (14, 15), (0, 40), (149, 0), (75, 74))

    def test_no_two_boxes_overlap(self):
        for shape in self.SHAPES:
            boxes = draw(star(*shape)).boxes
            with self.subTest(shape=shape):
                self.assertEqual(len(boxes), sum(shape) + 1)
                for a, b in combinations(boxes, 2):
                    apart = abs(a.x - b.x) >= BOX or abs(a.y - b.y) >= HIGH
                    self.assertTrue(apart, (a.label, b.label))

    def test_older_ones_stand_further_left_and_all_inside(self):
        for shape in self.SHAPES:
            graph = draw(star(*shape))
            places = [box.x for box in graph.boxes]
            with self.subTest(shape=shape):
                self.assertEqual(places, sorted(set(places)))
                self.assertGreaterEqual(min(box.left for box in graph.boxes), 0)
                self.assertLessEqual(max(box.right for box in graph.boxes), graph.width)
                heights = [box.y for box in graph.boxes]
                self.assertGreaterEqual(min(heights) - HIGH / 2, 0)
                self.assertLessEqual(max(heights) + HIGH / 2, graph.floor)

    def test_the_cable_has_the_middle_row(self):
        graph = draw(star(5, 9))
        here = next(box for box in graph.boxes if box.kind == "here")
        heights = [box.y for box in graph.boxes]
        self.assertEqual(heights.count(here.y), 1)
        self.assertLess(min(heights), here.y)
        self.assertGreater(max(heights), here.y)

    def test_arrow_leads_to_what_is_cited(self):
        graph = draw(star(1, 0))
        cited, citing = graph.boxes
        start, end = re.findall(r"-?[0-9.]+", graph.arrows[0][0])[:2], cited.right + 2
        self.assertEqual(float(start[0]), citing.left)
        self.assertIn(f" {end:g} ", graph.arrows[0][0])

    def test_one_cable_alone_is_not_drawn(self):
        self.assertIsNone(draw(star(0, 0)))


class SvgTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = cable_on(0, "06LOWMOOR1", subject='TOLLS "& <BOATS>')
        make.make_reference(cls.cable, "05STATE9")
        make.make_reference(cable_on(9, "06LOWMOOR2"), cls.cable)

    def svg(self):
        html = self.client.get(thread_address(self.cable)).content.decode()
        return re.search(r"<svg.*?</svg>", html, re.DOTALL)[0]

    def test_is_well_formed_and_without_style(self):
        tree = ET.fromstring(self.svg())
        self.assertNotIn("style", "".join(" ".join(e.attrib) for e in tree.iter()))

    def test_nodes_are_links_with_names(self):
        tree = ET.fromstring(self.svg())
        links = {link.get("aria-label"): link for link in tree.iter("a")}
        self.assertEqual(len(links), 3)
        here = links['06LOWMOOR1, 1 January 2006: TOLLS "& <BOATS>']
        self.assertEqual(here.get("aria-current"), "true")
        absent = links["05STATE9, not in the archive"]
        self.assertEqual(absent.get("href"), "/cable/05STATE9")
        self.assertIn("absent", absent.get("class"))
        self.assertTrue(all(link.find("title") is not None for link in tree.iter("a")))

    def test_words_stand_below_the_drawing(self):
        page = self.client.get(thread_address(self.cable))
        self.assertContains(page, "<figcaption>")
        self.assertContains(page, 'id="in-time"')

    def test_what_is_three_steps_away_is_listed_and_not_drawn(self):
        far = cable_on(11, "06LOWMOOR4")
        near = cable_on(10, "06LOWMOOR3")
        make.make_reference(near, Cable.objects.get(reference_id="06LOWMOOR2"))
        make.make_reference(far, near)
        svg = self.svg()
        self.assertIn("06LOWMOOR3", svg)
        self.assertNotIn("06LOWMOOR4", svg)
        self.assertContains(self.client.get(thread_address(self.cable)), "06LOWMOOR4")

    def test_drawn_on_the_cable_page_while_it_is_small(self):
        page = self.client.get(self.cable.get_absolute_url())
        self.assertContains(page, 'class="graph"', count=1)
        for _ in range(30):
            make.make_reference(cable_on(12), self.cable)
        page = self.client.get(self.cable.get_absolute_url())
        self.assertNotContains(page, 'class="graph"')
