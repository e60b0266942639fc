"""Two nodes serve one target: one is enough, and none is noticed although the last words of both were RUNNING."""

from __future__ import annotations

NODES = ["mm2-west-1", "mm2-west-2"]
FLOW = ("east", "west", "orders.eu", "east.orders.eu")


def test_one_node_is_killed_and_the_other_takes_over(copied, killed, ask):
    with killed(NODES[:1]):
        copied(*FLOW)
        flow = ask(["east->west"], "liveness", "tasks")["east->west"]
        assert flow["checks"]["liveness"]["outcome"] == "passed", flow["checks"]
        assert flow["checks"]["tasks"]["outcome"] == "passed", flow["checks"]
        assert flow["nodes"] == {NODES[1]}


def test_all_nodes_are_killed_and_verification_says_so(copied, killed, verify, ask):
    with killed(NODES):
        result, report = verify()
        assert result.returncode != 0
        outcomes = {check["subject"]: check["outcome"] for check in report["checks"] if check["name"] == "liveness"}
        assert outcomes.pop("east->west") == "failed"
        assert "failed" not in outcomes.values(), outcomes
        silent = ask(["east->west"], "liveness")["east->west"]
        assert {status["state"] for status in silent["evidence"]["statuses"]} == {"RUNNING"}
    copied(*FLOW)
