import json
import tempfile
import unittest
from pathlib import Path

from service.credentials import read_credentials

GOOD = {
    "username": "u",
    "password": 'p"\\\n',
    "host": "db",
    "port": 5432,
    "database": "d",
    "sslMode": "verify-full",
}


class ReadCredentialsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = Path(folder) / "db"

    def test_answers_what_was_rendered_and_never_prints_the_password(self) -> None:
        self.file.write_text(json.dumps(GOOD))
        found = read_credentials(self.file)
        self.assertEqual((found.password, found.ssl_mode), ('p"\\\n', "verify-full"))
        self.assertNotIn("\\\\", repr(found))

    def test_says_what_is_missing_without_the_text(self) -> None:
        for name in GOOD:
            self.file.write_text(json.dumps({**GOOD, name: None}))
            with self.assertRaisesRegex(ValueError, f'"{name}"'):
                read_credentials(self.file)

    def test_says_that_a_file_is_half_written_without_its_text(self) -> None:
        self.file.write_text('{"password": "hunter2')
        with self.assertRaises(ValueError) as caught:
            read_credentials(self.file)
        self.assertIn("is no JSON", str(caught.exception))
        self.assertNotIn("hunter2", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
