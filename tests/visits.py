"""What a page sends to Dash's own address, for tests that send something else."""

DASH = "/_dash-update-component"
PAGES = ".._pages_content.children..._pages_store.data.."


def visit(pathname: object, search: object = "") -> dict[str, object]:
    """What a page sends when it is opened."""
    return {
        "output": PAGES,
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": pathname},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
