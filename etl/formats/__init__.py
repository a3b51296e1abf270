"""File formats of publishers. A format fetches nothing and decides nothing about indicators."""
