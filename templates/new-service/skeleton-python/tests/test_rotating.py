import logging
import threading
import unittest

from service.credentials import Credentials
from service.rotating import RotatingPool


class FakePool:
    def __init__(self, credentials: Credentials) -> None:
        self.name = credentials.username
        self.closed = threading.Event()
        self.inside = threading.Event()
        self.finish = threading.Event()

    def query(self, text: str) -> list[tuple]:
        if text == "slow":
            self.inside.set()
            self.finish.wait(5)
        if self.closed.is_set():
            raise RuntimeError("the pool was closed while a query used it")
        return [(self.name,)]

    def close(self) -> None:
        self.closed.set()


class RotatingPoolTest(unittest.TestCase):
    def setUp(self) -> None:
        self.username = "first"
        self.refused: set[str] = set()
        self.opened: list[FakePool] = []
        logging.disable()
        self.addCleanup(logging.disable, logging.NOTSET)
        self.pool = RotatingPool(self.read, self.open)

    def read(self) -> Credentials:
        return Credentials(self.username, "p", "db", 5432, "d", "disable")

    def open(self, credentials: Credentials) -> FakePool:
        if credentials.username in self.refused:
            raise RuntimeError("password authentication failed")
        made = FakePool(credentials)
        self.opened.append(made)
        return made

    def test_new_queries_use_the_new_user_and_old_ones_finish(self) -> None:
        answers: list[list[tuple]] = []
        slow = threading.Thread(target=lambda: answers.append(self.pool.query("slow")))
        slow.start()
        self.opened[0].inside.wait(5)
        self.username = "second"
        self.assertTrue(self.pool.reload())
        self.assertEqual(self.pool.query("quick"), [("second",)])
        self.assertFalse(self.opened[0].closed.is_set())
        self.opened[0].finish.set()
        slow.join(5)
        self.assertEqual(answers, [[("first",)]])
        self.assertTrue(self.opened[0].closed.wait(5))

    def test_the_same_credentials_open_nothing(self) -> None:
        self.assertFalse(self.pool.reload())
        self.assertEqual(len(self.opened), 1)

    def test_a_refused_user_keeps_what_works(self) -> None:
        self.username = "second"
        self.refused.add("second")
        self.assertFalse(self.pool.reload())
        self.assertEqual(self.pool.query("quick"), [("first",)])

    def test_no_query_meets_a_closed_pool_while_users_change(self) -> None:
        failures: list[Exception] = []

        def work() -> None:
            for _ in range(500):
                try:
                    self.pool.query("quick")
                except RuntimeError as error:
                    failures.append(error)

        workers = [threading.Thread(target=work) for _ in range(8)]
        for worker in workers:
            worker.start()
        for number in range(50):
            self.username = f"user-{number}"
            self.assertTrue(self.pool.reload())
        for worker in workers:
            worker.join(10)
        self.pool.close()
        self.assertEqual(failures, [])
        self.assertTrue(all(pool.closed.is_set() for pool in self.opened))


if __name__ == "__main__":
    unittest.main()
