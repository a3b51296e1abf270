"""Files of Statistics Netherlands (CBS) as the tidy table that a dataset declares.

Takes totals from CBS and never adds cells up (they are rounded one by one); fetches nothing.

The keys of [request] are those of `etl.catalogue.requests.CbsRequest`.
[rename.dims] maps CBS dimensions to ours; [rename.codes.<dim>] maps codes or titles; [rename.codes.measure] maps topics
(id or title: place number, case and punctuation do not matter) to measures. A topic that is neither there nor in
`unused` stops the dataset.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import pandas as pd

from etl.catalogue.catalogue import Dataset
from etl.catalogue.requests import CbsRequest, request
from etl.formats import cbs_odata, cbs_values
from etl.formats.cbs_odata import Document, Layout, Role
from etl.model.errors import CatalogueError, ContractError, Fault, OtherPeriodsError
from etl.payloads import Parsed, Part

KIND = {"A": "JJ", "Q": "KW", "M": "MM"}  # our frequency -> CBS's letters in a period key


def ask(dataset: Dataset) -> CbsRequest:
    """[request] of the dataset's file; CatalogueError naming the keys that are wrong."""
    if dataset.frequency not in KIND:
        wrong = f"CBS tables have no frequency {dataset.frequency}"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "frequency", wrong, ", ".join(KIND)))
    return request(dataset, CbsRequest, table=dataset.code)


@dataclass(frozen=True)
class Payload:
    """Files that belong together, with what we want of them. place: the names of the data files, for messages."""

    docs: tuple[Document, ...]
    dataset: Dataset
    ask: CbsRequest

    def having(self, *roles: Role) -> tuple[Document, ...]:
        """The files of these kinds."""
        return tuple(d for d in self.docs if d.role in roles)

    @property
    def place(self) -> str:
        names = [d.name for d in self.having(*cbs_odata.DATA)]
        return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")

    @property
    def topics(self) -> dict[str, str]:
        """Name of a topic -> measure."""
        declared = self.dataset.rename.codes.get("measure", {})
        return {cbs_values.topic_name(topic): measure for topic, measure in declared.items()}


def parsed(parts: tuple[Part, ...], dataset: Dataset) -> Parsed:
    """The figures of one answer of CBS or of files that a person saved; ContractError naming file and place."""
    wanted = ask(dataset)
    payload = Payload(tuple(cbs_odata.document(part) for part in parts), dataset, wanted)
    _complete(payload)
    titles = {d: _code_list(payload, d) for d in payload.ask.titles}
    measures = {k: v for doc in payload.having("measures") for k, v in cbs_odata.titles(doc).items()}
    layout = Layout(tuple(dict.fromkeys((*payload.ask.filters, *dataset.rename.dims))), payload.ask.time, measures)
    data = payload.having(*cbs_odata.DATA)
    rows = pd.concat([cbs_odata.long_table(doc, layout) for doc in data], ignore_index=True)
    rows = _measured(_filtered(_timed(rows, payload), payload), payload)
    warnings = _warnings(rows, payload, titles)
    return Parsed(_tidy(_named(rows, payload, titles), payload), _vintage(payload), warnings)


def _complete(payload: Payload) -> None:
    """The files belong to this table and none is missing."""
    table, about = payload.ask.table, payload.having("about")
    for doc in about:
        if str(doc.rows[0]["Identifier"]).casefold() != table.casefold():
            raise ContractError(f"{doc.name}: this is table {doc.rows[0]['Identifier']}, expected {table}")
    if not payload.place:
        names = ", ".join(d.name for d in payload.docs) or "nothing"
        raise ContractError(f"no figures of {table} in {names}; expected a page of figures or an export")
    if about and not payload.having("periods"):
        raise ContractError(f"{table}: the list of {payload.ask.time} is missing: provisional figures cannot be told")
    if about and (missing := [d for d in payload.ask.titles if not _code_list(payload, d)]):
        raise ContractError(f"{table}: the list of {missing[0]} is missing; expected a file of its keys and titles")
    pages = payload.having(*cbs_odata.DATA, "empty")
    if cut := [doc for doc in payload.docs if doc.next and doc not in pages]:
        raise ContractError(f"{cut[0].name}: only the first page of a list; expected all of it")
    ahead = [doc for doc in pages if doc.next]
    if len(ahead) >= len(pages):
        raise ContractError(f"{ahead[-1].name}: the page that follows is missing: {ahead[-1].next}")


def _timed(rows: pd.DataFrame, payload: Payload) -> pd.DataFrame:
    """`period` and `flag`; rows of another frequency are left out."""
    place, frequency, status = payload.place, payload.dataset.frequency, _status(payload)
    named = rows[list(payload.ask.filters)].apply(lambda dim: dim.isin(payload.ask.filters[str(dim.name)]))
    kept = set(rows.loc[named.all(axis=1), "written"])
    periods = {w: p for w in rows["written"].unique() if (p := _period(w, place, w in kept))}
    wanted = {w: p for w, p in periods.items() if p.frequency == frequency}
    if not wanted:
        raise OtherPeriodsError(f"{place}: no period of frequency {frequency}; found {', '.join(list(periods)[:8])}")
    if status and (unlisted := sorted(set(wanted) - set(status))):
        raise ContractError(f"{place}: period {unlisted[0]} is not in the list of {payload.ask.time}")
    rows = rows[rows["written"].isin(list(wanted))]
    return rows.assign(
        period=rows["written"].map({w: p.text for w, p in wanted.items()}),
        flag=rows["written"].map({w: "p" if p.marked else status.get(w, "") for w, p in wanted.items()}),
    )


def _period(written: str, place: str, kept: bool) -> cbs_values.CbsPeriod | None:
    """The period; None for one that is not understood, where only rows have it that are left out anyway."""
    try:
        return cbs_values.period(written)
    except ValueError as e:
        if not kept:
            return None
        raise ContractError(f"{place}: {e}") from e


def _status(payload: Payload) -> dict[str, str]:
    """Period key -> flag."""
    flags = {}
    for doc in payload.having("periods"):
        for n, row in enumerate(doc.rows, 1):
            where = f"{doc.name}, row {n}"
            try:
                flag = cbs_values.flag(row["Status"])
            except ValueError as e:
                raise ContractError(f"{where}: {e}") from e
            flags[cbs_odata.text(row, "Key" if "Key" in row else "Identifier", where)] = flag
    return flags


def _filtered(rows: pd.DataFrame, payload: Payload) -> pd.DataFrame:
    """The rows that `filters` name. CBS filters too, but a file saved by hand may hold everything."""
    for dim, accepted in payload.ask.filters.items():
        kept = rows[rows[dim].isin(accepted)]
        if kept.empty:
            names = ", ".join(rows[dim].unique()[:8])
            raise ContractError(f"{payload.place}: {dim} is {names}; accepted: {', '.join(accepted)}")
        rows = kept.drop(columns=dim)
    return rows


def _measured(rows: pd.DataFrame, payload: Payload) -> pd.DataFrame:
    """`measure` from the topics, known by id or title; topics in `unused` are left out."""
    known, unused = payload.topics, {cbs_values.topic_name(topic) for topic in payload.ask.unused}
    titles = {k: v for doc in payload.having("properties") for k, v in cbs_odata.titles(doc).items()}
    measure_of: dict[str, str] = {}
    strange = []
    for topic in rows["topic"].unique():
        names = [cbs_values.topic_name(name) for name in (topic, titles.get(topic, topic))]
        measures = [known[name] for name in names if name in known]
        if not measures and not unused.intersection(names):
            strange.append(repr(topic))
        if measures:
            measure_of[topic] = measures[0]
    if strange:
        accepted = ", ".join([*payload.dataset.rename.codes.get("measure", {}), *payload.ask.unused])
        raise ContractError(f"{payload.place}: unknown topic {', '.join(strange)}; accepted: {accepted}")
    rows = rows[rows["topic"].isin(list(measure_of))]
    return rows.assign(measure=rows["topic"].map(measure_of))


def _named(rows: pd.DataFrame, payload: Payload, titles: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Our names of dimensions and codes; a code that [rename] knows wins over its title."""
    rename = payload.dataset.rename
    rows = rows.rename(columns=rename.dims).assign(**payload.ask.constant)
    for theirs, ours in rename.dims.items():
        codes, called = rename.codes.get(ours, {}), titles.get(theirs, {})
        names = {c: codes.get(c) or codes.get(called.get(c, c)) or called.get(c, c) for c in rows[ours].unique()}
        rows[ours] = rows[ours].map(names)
    return rows


def _code_list(payload: Payload, dim: str) -> dict[str, str]:
    """Key -> title of a dimension's list, found by its address; a title that two keys share gets its key behind it."""
    pattern = re.compile(rf"(?:^|/){re.escape(dim)}(?:Codes)?(?:\.\w+)?$")
    lists = [doc for doc in payload.having("codes") if pattern.search(urlsplit(doc.url).path)]
    titles = {k: v for doc in lists for k, v in cbs_odata.titles(doc).items()}
    times = Counter(titles.values())
    return {key: f"{title} ({key})" if times[title] > 1 else title for key, title in titles.items()}


def _warnings(rows: pd.DataFrame, payload: Payload, titles: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """What a person should see though it is accepted."""
    sentences = []
    if not payload.having("periods") and not rows["written"].str.endswith("*").any():
        sentences.append(f"{payload.place}: no list of periods and no asterisk: provisional figures are not marked")
    if missing := sorted(set(payload.topics.values()) - set(rows["measure"])):
        sentences.append(f"{payload.place}: no figures for {', '.join(missing)}")
        if payload.having("about"):  # CBS was asked for all of them; a person's file may hold a choice
            raise ContractError(sentences[-1])
    for dim in payload.ask.titles:
        if titles[dim] and (unnamed := sorted(set(rows[dim]) - set(titles[dim]))):
            sentences.append(f"{payload.place}: {dim} without a title: {', '.join(unnamed[:8])}")
        if not titles[dim] and not payload.having("statline"):
            sentences.append(f"{payload.place}: no list of {dim}: keys stand where no title is known")
    return tuple(sentences)


def _tidy(rows: pd.DataFrame, payload: Payload) -> pd.DataFrame:
    dataset, keys = payload.dataset, [*payload.dataset.dims, "period"]
    columns = [*keys, "value", "flag"]
    if missing := [c for c in columns if c not in rows.columns]:
        wrong = f"nothing in {payload.place} gives {', '.join(missing)}"
        raise CatalogueError(Fault(f"datasets/{dataset.id}.toml", "dims", wrong))
    twice = rows[rows.duplicated(keys)]
    if len(twice):
        first = ", ".join(f"{k} {twice.iloc[0][k]}" for k in keys)
        raise ContractError(f"{payload.place}: {len(twice)} figures stand there twice, first {first}")
    return rows[columns].sort_values(keys, ignore_index=True)


def _vintage(payload: Payload) -> str:
    """When CBS last changed the figures, as it prints it without zone; a StatLine export only has its own day."""
    for doc in payload.having("about"):
        modified = doc.rows[0].get("ObservationsModified") or doc.rows[0]["Modified"]
        try:
            return datetime.fromisoformat(str(modified)).replace(tzinfo=None).isoformat(timespec="seconds")
        except ValueError as e:
            raise ContractError(f"{doc.name}: Modified is {modified!r}; expected an ISO date") from e
    return max((doc.day for doc in payload.docs), default="")
