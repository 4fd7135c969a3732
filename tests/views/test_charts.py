"""Charts: their geometry, their steps of colour, and what a reader without them gets."""

from types import SimpleNamespace

from django.test import SimpleTestCase, TestCase
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cables.views.charts import heat_map, timeline, world
from cables.views.charts.scale import Scale
from tests import factories as make

PLACES = ((90, 180), (-90, -180), (0, 0), (51.5, -0.1), (-57, 10), (84, 179))


class ScaleTests(SimpleTestCase):
    def test_steps_grow_by_times(self):
        scale = Scale([1, 10, 100, 1_000, 100_000])
        steps = [scale.step(n) for n in (0, 1, 10, 11, 100, 101, 1_000, 10_001)]
        self.assertEqual(steps, [0, 1, 1, 2, 2, 3, 3, 5])

    def test_legend_names_each_step_once(self):
        legend = Scale([85, 126, 103]).legend
        self.assertEqual([step.number for step in legend], [1, 2, 3, 4, 5])
        self.assertEqual((legend[0].first, legend[-1].last), (85, 126))

    def test_one_count_is_one_step(self):
        self.assertEqual(Scale([7, 7]).legend, [(1, 7, 7)])
        self.assertEqual(Scale([]).legend, [])
        self.assertEqual(Scale([0]).step(0), 0)

    @given(st.lists(st.integers(0, 10**7)))
    def test_every_count_is_in_the_step_that_the_legend_says(self, counts):
        scale = Scale(counts)
        legend = scale.legend
        self.assertLessEqual(len(legend), 5)
        for count in filter(None, counts):
            step = legend[scale.step(count) - 1]
            self.assertTrue(step.first <= count <= step.last)


class HeatMapTests(SimpleTestCase):
    def test_months_of_every_year_that_has_cables(self):
        drawn = heat_map.by_months({200604: 1_204, 196612: 1})
        self.assertEqual([row.label for row in drawn.rows], ["1966", "2006"])
        april = drawn.rows[1].cells[3]
        self.assertEqual(april.name, "April 2006: 1,204 cables")
        self.assertEqual(april.url, "/date/2006/04/")
        self.assertEqual((april.text, april.step), ("1,204", 5))
        self.assertEqual(drawn.rows[0].cells[11].name, "December 1966: 1 cable")
        self.assertEqual(drawn.rows[1].total, 1_204)

    def test_days_that_there_are(self):
        drawn = heat_map.by_days(2006, {20060410: 12})
        self.assertEqual(drawn.rows[3].cells[9].url, "/date/2006/04/10/")
        exist = [sum(cell.exists for cell in row.cells) for row in drawn.rows]
        self.assertEqual(sum(exist), 365)
        self.assertEqual(exist[1], 28)

    def test_cells_lie_within_the_drawing_beside_each_other(self):
        drawn = heat_map.by_days(2008, {20081231: 3})
        wide, high = drawn.size
        places = {(cell.x, cell.y) for row in drawn.rows for cell in row.cells}
        self.assertEqual(len(places), 12 * 31)
        self.assertTrue(all(x + drawn.cell[0] <= wide for x, _ in places))
        self.assertTrue(all(y + drawn.cell[1] <= high for _, y in places))


class TimelineTests(SimpleTestCase):
    def test_a_bar_for_every_year_between(self):
        bars = timeline.by_years({2003: 10, 2006: 40}).bars
        self.assertEqual([bar.count for bar in bars], [10, 0, 0, 40])
        self.assertEqual(bars[0].name, "2003: 10 cables")
        self.assertEqual(bars[1].height, 0)
        self.assertLess(bars[0].height, bars[3].height)

    def test_what_is_there_is_seen(self):
        bars = timeline.by_years({2003: 1, 2006: 100_000}).bars
        self.assertGreater(bars[0].height, 0)

    def test_one_year_says_nothing(self):
        self.assertIsNone(timeline.by_years({2006: 5}))
        self.assertIsNone(timeline.by_years({}))


class WorldTests(SimpleTestCase):
    def post(self, slug="embassy-lowmoor", latitude=None, longitude=None):
        return SimpleNamespace(
            name=slug, slug=slug, latitude=latitude, longitude=longitude
        )

    def test_places_lie_on_the_map(self):
        high = world.world([(self.post("x", 1, 1), 1)]).size[1]
        for place in PLACES:
            with self.subTest(place=place):
                x, y = world.project(*place)
                self.assertTrue(0 <= x <= world.WIDTH and 0 <= y <= high)

    def test_east_is_right_and_north_is_up(self):
        self.assertLess(world.project(0, -10)[0], world.project(0, 10)[0])
        self.assertLess(world.project(10, 0)[1], world.project(-10, 0)[1])

    def test_area_is_the_number_of_cables(self):
        rows = [(self.post("a", 1, 1), 400), (self.post("b", 2, 2), 100)]
        great, small = world.world(rows).circles
        self.assertAlmostEqual(great.radius / small.radius, 2)

    def test_the_greatest_is_drawn_first_and_the_least_is_seen(self):
        rows = [(self.post("a", 1, 1), 1), (self.post("b", 2, 2), 10**6)]
        first, last = world.world(rows).circles
        self.assertEqual((first.count, last.radius), (10**6, world.LEAST))

    def test_an_editors_place_wins_over_the_known_one(self):
        self.assertEqual(world.place_of(self.post("embassy-mexico")), (19.4, -99.1))
        moved = self.post("embassy-mexico", 1.5, 2.5)
        self.assertEqual(world.place_of(moved), (1.5, 2.5))
        self.assertIsNone(world.place_of(self.post()))

    def test_no_map_without_a_place(self):
        self.assertIsNone(world.world([(self.post(), 5)]))

    def test_land_is_small_and_closed(self):
        self.assertLess(len(world.land()), 9_000)
        self.assertEqual(world.land().count("M"), world.land().count("Z"))
        for row in world._rows("land.csv"):
            for latitude, longitude in world._points(row["outline"]):
                self.assertTrue(-90 <= latitude <= 90 and -180 <= longitude <= 180)


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for _ in range(3):
            make.make_cable(tags=["PREL", "ECON"])
        make.make_cable(created=make.CREATED.replace(year=2004), tags=["PREL"])
        place = make.make_post("Consulate Highmoor", latitude=12, longitude=34)
        make.make_cable(post=place)

    def page(self, address):
        answer = self.client.get(address)
        self.assertEqual(answer.status_code, 200)
        return LexborHTMLParser(answer.content)

    def test_every_link_of_a_chart_has_a_name_and_its_numbers_stand_in_a_table(self):
        for address, name in (
            ("/date/", "April 2006: 4 cables"),
            ("/date/2006/", "10 April 2006: 4 cables"),
            ("/post/", "Consulate Highmoor: 1 cable"),
            ("/tag/PREL/", "2006: 3 cables"),
            ("/post/embassy-lowmoor/", "2004: 1 cable"),
            ("/country/lowmoor/", "2006: 4 cables"),
        ):
            with self.subTest(address=address):
                page = self.page(address)
                links = page.css("figure svg a")
                names = [link.attributes["aria-label"] for link in links]
                self.assertIn(name, names)
                self.assertNotIn("", names)
                self.assertTrue(page.css("figure figcaption"))
                leads = {link.attributes["href"] for link in links}
                in_tables = {a.attributes["href"] for a in page.css("table a")}
                self.assertEqual(leads - in_tables, set())

    def test_nothing_is_styled_in_line(self):
        for address in ("/date/", "/date/2006/", "/date/2006/04/", "/post/", "/tag/"):
            with self.subTest(address=address):
                page = self.page(address)
                self.assertEqual(page.css("[style], style, script:not([src])"), [])

    def test_links_of_charts_lead_somewhere(self):
        for address in ("/date/", "/date/2006/", "/post/"):
            for link in self.page(address).css("figure svg a"):
                leads = self.client.get(link.attributes["href"])
                self.assertEqual(leads.status_code, 200)
        years = self.page("/tag/PREL/").css("figure svg a")
        self.assertEqual(
            [a.attributes["href"] for a in years], ["?year=2004", "?year=2006"]
        )
        self.assertEqual(
            self.client.get("/tag/PREL/?year=2004").context["listing"].total, 1
        )

    def test_a_post_of_no_known_place_says_so(self):
        rows = {row.text() for row in self.page("/post/").css("tbody th[scope=row]")}
        self.assertIn("Embassy Lowmoor no place known", rows)
        self.assertIn("Consulate Highmoor", rows)
