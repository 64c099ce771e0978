"""Stress tests of kinds chain and firm, and capacity measures that supply a stage of a chain, in an accord."""
import csv
import json
import pathlib

import tap

HEAD = """accord: {name: Chain test, parties: [KOR, MYS], signed: 2024-11-25}
baseline: {table: oecd-2022, tariffs: teti-2021, elasticities: caliendo-parro-2015, deficits: share, years: [2026, 2026]}
"""
MEASURES = """measures:
  - capacity: {region: MYS, product: C26, productivity: 1%, chain: "chips:S3", supply: 10%, from: 2026}
  - capacity: {region: MYS, product: C24B, productivity: 1%, chain: "minerals:Rare Earths:refine", supply: 10%, from: 2026}
"""
STRESS = """stress:
  - {name: packaging, chain: chips, stage: S3, region: CHN, loss: 100%, days: 30}
  - {name: rare earths, chain: minerals, stage: Rare Earths, region: CHN, loss: 100%, days: 90}
  - {name: a firm fails, firms: network/edges.csv, firm: maker, region: KOR, loss: 100%, days: 20}
"""
NETWORK = {
    "edges": "supplier,buyer,weight\nmaker,user,30\nother,user,10\nuser,shop,80\n",
    "firms": "firm,sector\nmaker,C26\nother,C26\nuser,C29\nshop,G\n",
    "essential": ",C26,C29,G\nC26,2,2,2\nC29,2,2,2\nG,2,2,2\n",
}


def write(place, text):
    (place / "network").mkdir(exist_ok=True)
    for name, content in NETWORK.items():
        (place / "network" / f"{name}.csv").write_text(content)
    (place / "accord.yaml").write_text(text)
    return place / "accord.yaml"


def test_stresses_before_and_after_new_suppliers():
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        code, _, err = tap.selat("run", write(place, HEAD + MEASURES + STRESS), "-o", place / "out", "--draws", "0", "--quiet")
        assert code == 0, err
        found = json.loads((place / "out" / "results.json").read_text())
        chips, earths, firm = found["chains"]["stresses"]
        # assembly: China 14 %, with a Malaysian supplier of 10 % 12.6 %; refined rare earths 92 and 82.8 %
        assert abs(chips["end_loss_before"] - 0.14) < 1e-9 and abs(chips["end_loss_after"] - 0.126) < 1e-9, chips
        assert abs(earths["end_loss_before"] - 0.92) < 1e-9 and abs(earths["end_loss_after"] - 0.828) < 1e-9, earths
        assert chips["carried"] and not earths["carried"] and earths["carried_musd"] is None
        # a third of 574,100 million USD is made in assembly, 14 % of it in China; the finished chips of others pass untouched
        assert abs(chips["carried_musd"] - 574100 / 3 * 0.14) < 1e-3, chips
        # the maker stops: 30 of 120 sales; the user loses 3/4 of its essential input and so of its sales of 80
        assert abs(firm["end_loss_before"] - 90 / 120) < 1e-9 and firm["carried"], firm
        rows = [row for row in found["chains"]["exposure"] if row["stage"] == "S3" and row["region"] == "MYS"]
        assert len(rows) == 1 and abs(rows[0]["own_share_after"] - 0.118) < 1e-9 and rows[0]["hhi_after"] < rows[0]["hhi_before"]
        assert any("CC BY-NC 4.0" in (one["notice"] or "") for one in found["chains"]["sources"])
        with (place / "out" / "csv" / "chain_stress.csv").open() as file:
            assert [row["stress"] for row in csv.DictReader(file)] == ["packaging", "rare earths", "a firm fails"]
        assert (place / "out" / "csv" / "chain_exposure.csv").exists()


def test_mistakes_name_the_line():
    cases = (
        (HEAD + MEASURES.replace("chips:S3", "chips:S9"), ("accord.yaml:4", "S9", "a stage of chain chips")),
        (HEAD + MEASURES.replace("Rare Earths:refine", "Rare Eraths:refine"), ("accord.yaml:5", "Rare Eraths", "did you mean")),
        (HEAD + MEASURES.replace('"chips:S3"', "chips"), ("accord.yaml:4", "chain", "chips:S3")),
        (HEAD + MEASURES.replace(", supply: 10%", "", 1), ("accord.yaml:4", "chain without supply")),
        (HEAD + MEASURES + STRESS.replace("stage: S3", "stage: S8"), ("accord.yaml:7", "packaging", "S8")),
        (HEAD + MEASURES + STRESS.replace("region: CHN, loss: 100%, days: 30", "region: NOR, loss: 100%, days: 30"), ("accord.yaml:7", "NOR", "a supplier of chain chips")),
        (HEAD + MEASURES + STRESS.replace("firm: maker", "firm: nobody"), ("accord.yaml:9", "nobody")),
        (HEAD + MEASURES + STRESS.replace("network/edges.csv", "network/links.csv"), ("accord.yaml:9", "links.csv")),
        (HEAD + MEASURES + STRESS.replace(", region: KOR, loss: 100%, days: 20", ", loss: 100%, days: 20"), ("accord.yaml:9", "region")),
        (HEAD + MEASURES + STRESS.replace("chain: minerals, stage: Rare Earths,", "chain: minerals,"), ("accord.yaml:8", "name of a mineral")),
    )
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        for text, expect in cases:
            tap.one_line_error("run", write(place, text), "-o", place / "out", "--quiet", expect=expect)
            assert not (place / "out").exists()


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
