"""Ask the API as a program does, and hold every answer against its document."""

import json

from django.test import TestCase

from cables.api.docs import document

API = "/api/v1/"


class Asking(TestCase):
    def get(self, path, status=200, **headers):
        """Return the answer's JSON; fail where it is not of the shape that is declared."""
        response = self.client.get(f"{API}{path}", headers=headers)
        self.assertEqual(response.status_code, status, response.content[:500])
        answer = json.loads(response.content)
        if status >= 400:
            self.assertIsInstance(answer["detail"], str)
        return answer

    def walk(self, path):
        """Return the results of a list, page by page, and how many pages it had."""
        results, pages, place = [], 0, path
        while place:
            answer = self.get(place)
            results += answer["results"]
            pages += 1
            place = answer["next"] and answer["next"].partition(API)[2]
        return results, pages


def fields_of(shape):
    """Return the names that the document declares for a shape."""
    return set(document()["components"]["schemas"][shape]["properties"])
