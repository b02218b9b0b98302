"""Ratios, verdicts, the report and the chart."""

import unittest
import xml.etree.ElementTree as xml

from kit import chart, report
from kit.load import Latency
from kit.peers import HAPROXY, NGINX
from kit.results import GATEWAY, Aim, Bound, Measure, Result
from kit.rounds import Sample, cpu_per_request, ratios, readings

AIM = Aim(Bound(0.85), Bound(0.77))


def sample(target: str, number: int, cost: float, foreign: float = 0.0) -> Sample:
    return Sample(target, number, cost, 1_000.0, Latency(100, 150, 10 * cost, 300), 0, 1.0, foreign)


def proxy(*rounds: tuple[float, float, float], against: str = NGINX) -> Result:
    """A result of rounds of gateway, nginx and HAProxy."""
    result = Result("proxy", "a proxy")
    for number, costs in enumerate(rounds, 1):
        result.samples += [sample(name, number, cost) for name, cost in zip([GATEWAY, NGINX, HAPROXY], costs)]
    result.compare(against, AIM)
    return result


class RatioTest(unittest.TestCase):
    def test_is_formed_within_rounds(self) -> None:
        samples = [sample(GATEWAY, 1, 30), sample(NGINX, 1, 20), sample(GATEWAY, 2, 80), sample(NGINX, 2, 40)]
        self.assertEqual([1.5, 2.0], ratios(readings(samples, cpu_per_request), GATEWAY, NGINX))

    def test_leaves_out_rounds_that_the_peer_has_not(self) -> None:
        samples = [sample(GATEWAY, 1, 30), sample(NGINX, 1, 20), sample(GATEWAY, 2, 80)]
        self.assertEqual([1.5], ratios(readings(samples, cpu_per_request), GATEWAY, NGINX))


class VerdictTest(unittest.TestCase):
    def test_tells_goal_must_and_miss_apart(self) -> None:
        self.assertEqual("goal met", AIM.verdict([0.77]))
        self.assertEqual("met", AIM.verdict([0.78]))
        self.assertEqual("**missed**", AIM.verdict([0.86]))

    def test_says_when_the_noise_reaches_over_the_bound(self) -> None:
        self.assertEqual("met (bound within the range)", AIM.verdict([0.80, 0.82, 0.90]))

    def test_an_exclusive_bound_may_not_be_met(self) -> None:
        self.assertEqual("**missed**", Aim(Bound(1.0, inclusive=False)).verdict([1.0]))

    def test_tells_whether_a_bound_that_was_set_first_still_stands(self) -> None:
        aim = Aim(Bound(0.6), Bound(0.4), first=Bound(1.0, inclusive=False))
        self.assertEqual("**missed**, within the first bound of < 1", aim.verdict([0.8]))
        self.assertEqual("**missed**, also outside the first bound of < 1", aim.verdict([1.2]))


class MarkdownTest(unittest.TestCase):
    def test_shows_peers_ratios_and_verdict_in_one_row(self) -> None:
        text = report.markdown("Title", [], [proxy((7, 10, 14), (9, 10, 18))], None)
        self.assertIn("| Scenario | Quantity | sallyport | nginx | HAProxy | / nginx | / HAProxy | Must | Goal |", text)
        self.assertIn("| proxy | CPU, us/request | 8.00 | 10.0 | 16.0 | 0.80 (0.70 to 0.90) | 0.50 (0.50 to 0.50) "
                      "| <= 0.85 x nginx | <= 0.77 | met (bound within the range) |", text)

    def test_does_not_judge_without_the_peer(self) -> None:
        result = Result("proxy-1m", "a proxy", [sample(GATEWAY, 1, 8), sample(NGINX, 1, 10)])
        result.compare(HAPROXY, AIM)
        self.assertIn("| <= 0.85 | <= 0.77 | unknown without HAProxy |", report.markdown("Title", [], [result], None))

    def test_shows_measures_with_their_bounds(self) -> None:
        result = Result("start", "a start", measures=[Measure("slow", "s", [2.0], Aim(Bound(0.6), Bound(0.4)))])
        self.assertIn("| slow | 2.00 s | 2.00 to 2.00 | 1 | <= 0.60 | <= 0.40 | **missed** |",
                      report.markdown("Title", [], [result], None))

    def test_says_how_noisy_it_was(self) -> None:
        result = Result("proxy", "a proxy", [sample(GATEWAY, 1, 30, 0.5), sample(NGINX, 1, 20, 0.5)])
        self.assertIn("0.50 cores at the median of the samples: quote ratios",
                      report.markdown("Title", [], [result], None))


class ChartTest(unittest.TestCase):
    def test_bars_are_ratios_to_nginx_and_its_own_show_the_noise(self) -> None:
        group, = chart.groups([proxy((8, 10, 20), (9, 30, 30), (10, 20, 30))])
        self.assertEqual([GATEWAY, NGINX, HAPROXY], [bar.target for bar in group.bars])
        self.assertEqual([0.8, 0.3, 0.5], list(group.bars[0].values))
        self.assertEqual([0.5, 1.5, 1.0], list(group.bars[1].values))
        self.assertEqual(0.85, group.must)

    def test_a_bound_against_another_peer_stands_where_that_peer_does(self) -> None:
        group, = chart.groups([proxy((8, 10, 20), against=HAPROXY)])
        self.assertAlmostEqual(0.85 * 2, group.must or 0)

    def test_is_well_formed_and_holds_a_bar_for_each_target(self) -> None:
        text = chart.svg([proxy((8, 10, 20)), proxy((8, 10, 20))]) or ""
        rectangles = xml.fromstring(text).findall("{http://www.w3.org/2000/svg}rect")
        self.assertEqual(1 + 6, len(rectangles))

    def test_an_outlier_is_cut_off(self) -> None:
        text = chart.svg([proxy((8, 10, 20), (900, 10, 20), (8, 10, 20))]) or ""
        self.assertLess(max(float(line.get("x2", "0")) for line in xml.fromstring(text)), 760)

    def test_is_left_out_when_nothing_is_compared_with_nginx(self) -> None:
        self.assertIsNone(chart.svg([Result("start", "a start")]))


if __name__ == "__main__":
    unittest.main()
