"""Reads exports as their users do, and says what it read: the tables of each folder, each with its notes beside it.

pandas reads what comma- and tab-separated readers read, with its own rules for quotation marks; pyarrow reads Parquet; gdelt
(gdeltPyR) reads GDELT's files as it reads GDELT's own, packed, from an address of this machine. What is not installed is told.
"""

import functools
import http.server
import importlib.metadata
import importlib.util
import io
import json
import pathlib
import sys
import threading
import zipfile

import pandas

def notes(name):
    return json.loads((FOLDER / f"{name}.notes.json").read_text(encoding="utf-8"))


def told(name, frame, by):
    rows = notes(name)["rows"]
    assert len(frame) == rows, f"{name}: {by} reads {len(frame)} rows, and {rows} were written"
    print(f"{name}: {rows} rows by {by}")


def table(name, **how):
    return pandas.read_csv(FOLDER / name, keep_default_na=False, dtype=str, **how)


def plover():
    lines = (FOLDER / "plover").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        for field in ("id", "date", "actor", "event"):
            assert field in record, f"{field} is required: {record}"
        pandas.Timestamp(record["date"])
        assert isinstance(record["actor"], list) and isinstance(record["event"], list)
    told("plover", records, "json")


def days(cells):
    pandas.to_datetime(cells[cells != ""], format="%Y-%m-%d")


def polecat():
    frame = table("polecat", sep="\t")
    assert frame.shape[1] == 40, frame.columns
    days(frame["Event Date"])
    days(frame["Publication Date"])
    frame["Intensity"].astype(float)
    quads = {"VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}
    assert set(frame["Quad Code"]) <= quads
    for side in ("Actor", "Recipient"):
        parties = frame[f"{side} Name"].str.split("; ")
        numbers = frame[f"{side} COW"].str.split("; ")
        assert ((numbers.str.len() == parties.str.len()) | (frame[f"{side} COW"] == "None")).all()
    told("polecat", frame, f"pandas {pandas.__version__}")


def icews():
    frame = table("icews", sep="\t")
    assert frame.shape[1] == 20, frame.columns
    days(frame["Event Date"])
    assert frame["CAMEO Code"].str.fullmatch(r"\d{3,4}").all()
    frame["Intensity"].astype(float)
    assert frame["Event ID"].astype("int64").is_unique
    told("icews", frame, f"pandas {pandas.__version__}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def gdelt_frames():
    """GDELT's two tables, by gdelt where it is installed, else by pandas with the same arguments."""
    names = {"gdelt": "events", "gdelt-mentions": "mentions"}
    found = importlib.util.find_spec("gdelt")
    if found is None:
        print("skipped: gdelt is not installed; pandas reads its files alone")
        text = {26: "str", 27: "str", 28: "str"}
        for name in names:
            types = text if name == "gdelt" else None
            yield name, f"pandas {pandas.__version__}", pandas.read_csv(FOLDER / name, sep="\t", header=None, dtype=types)
        return
    # Its reader alone: the package asks the network for lists as soon as it is imported.
    place = pathlib.Path(found.submodule_search_locations[0]) / "parallel.py"
    spec = importlib.util.spec_from_file_location("parallel", place)
    parallel = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(parallel)
    by = f"gdelt {importlib.metadata.version('gdelt')}"
    served = FOLDER / "served"
    served.mkdir(exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, what in names.items():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(FOLDER / name, f"20210608000000.{what}.CSV")
        (served / f"20210608000000.{what}.CSV.zip").write_bytes(packed.getvalue())
        url = f"http://127.0.0.1:{server.server_port}/20210608000000.{what}.CSV.zip"
        yield name, by, parallel._mp_worker(url, what)
    server.shutdown()


def gdelt():
    frames = {}
    for name, by, frame in gdelt_frames():
        told(name, frame, by)
        frames[name] = frame
    events, mentions = frames["gdelt"], frames["gdelt-mentions"]
    assert events.shape[1] == 61 and mentions.shape[1] == 16
    assert events[0].dtype == "int64" and events[0].is_unique
    assert events[26].str.fullmatch(r"\d{3,4}").all() and events[28].str.fullmatch(r"\d{2}").all()
    assert set(events[29]) <= {1, 2, 3, 4}
    # Mentions are of the events, as many as the events say.
    counted = mentions.groupby(0).size()
    assert counted.to_dict() == dict(zip(events[0], events[31])), counted


def ours():
    flat = table("csv")
    told("csv", flat, f"pandas {pandas.__version__}")
    if not (FOLDER / "parquet").exists():
        print("skipped: this build writes no Parquet")
        return
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        print("skipped: pyarrow is not installed, and reads no Parquet")
        return
    read = pyarrow.parquet.read_table(FOLDER / "parquet")
    told("parquet", read.to_pandas(), f"pyarrow {pyarrow.__version__}")
    assert read.column_names == list(flat.columns)

    def cell(value):
        if value is None:
            return ""
        if isinstance(value, list):
            return ";".join((v or "").replace(";", ",") for v in value)
        return str(value)

    for name, kind in zip(read.column_names, read.schema.types):
        values = read.column(name).to_pylist()
        if pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind):
            ours = [None if c == "" else float(c) for c in flat[name]]
            assert ours == values, (name, ours, values)
        else:
            assert [cell(v) for v in values] == list(flat[name]), name
    for name in ("date_start", "date_end", "first_told"):
        assert read.schema.field(name).type == pyarrow.date32(), name
    for name in ("actor", "recipient_code", "context"):
        assert pyarrow.types.is_list(read.schema.field(name).type), name


for FOLDER in map(pathlib.Path, sys.argv[1:]):
    print(FOLDER.name)
    plover()
    polecat()
    icews()
    gdelt()
    ours()
