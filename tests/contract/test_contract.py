"""The contract itself: well formed, whole, and its own examples fit it."""

import pytest
from giggle_contract import CALLS, DOCUMENT, NOTHING, OF_A_SONG, USED, barest, faults, fits, lesser, values
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator


def schemas_of(call):
    return call.request, call.success, call.failure


def test_it_is_openapi_and_every_call_is_made_with_the_key_over_https():
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert DOCUMENT["servers"] == [{"url": "https://giggle.pro"}]
    assert DOCUMENT["security"] == [{"key": []}]
    assert DOCUMENT["components"]["securitySchemes"]["key"]["name"] == "x-auth"


def test_it_has_the_five_calls_and_the_three_of_an_upload():
    assert set(USED) == {"create", "submit", "query", "pay", "retry", *OF_A_SONG}
    operations = {said["operationId"] for path in DOCUMENT["paths"].values() for said in path.values()}
    assert operations - set(USED) == {"put_file"}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_its_schemas_are_schemas_and_its_examples_fit_them(call):
    for schema in schemas_of(call):
        Draft202012Validator.check_schema(schema)
    for example in call.requests:
        assert faults(call.request, example) == []
    assert faults(call.success, call.reply) == []
    assert not fits(call.failure, call.reply)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@pytest.mark.parametrize("code", [0, 200, "0", "200"], ids=repr)
def test_success_is_0_or_200_as_a_number_or_as_text(call, code):
    assert fits(call.success, call.reply | {"code": code})
    assert not fits(call.failure, call.reply | {"code": code})


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@pytest.mark.parametrize("code", [-1, "-1", "E401", True, None, 500, "00", 200.5], ids=repr)
def test_any_other_code_is_a_failure(call, code):
    assert not fits(call.success, call.reply | {"code": code})
    assert fits(call.failure, call.reply | {"code": code})


def test_the_documented_query_names_every_field_and_all_ten_sub_steps():
    data = USED["query"].reply["data"]
    progress = next(part for part in USED["query"].success["properties"]["data"]["anyOf"] if "properties" in part)
    assert set(data) == set(progress["properties"])
    asset = next(part for part in progress["properties"]["video_asset"]["anyOf"] if "properties" in part)
    assert set(data["video_asset"]) == set(asset["properties"])
    assert [len(step["sub_steps"]) for step in data["steps"]] == [3, 3, 2, 2]


def test_what_may_be_null_or_missing_can_be_taken_away_and_all_of_it_at_once():
    query = USED["query"]
    replies = dict(lesser(query.success, query.reply))
    for place in (
        "$.data missing",
        "$.data null",
        "$.data.steps missing",
        "$.data.steps null",
        "$.data.video_asset missing",
        "$.data.video_asset null",
        '$.data.completed_steps ""',
        "$.data.shot_count 0",
        "$.data.video_asset.duration missing",
        '$.data.video_asset.download_url ""',
        "$.data.steps.0.sub_steps.0.error missing",
        "$.data.steps.3.sub_steps.1.completed_at null",
        "$.uuid missing",
        "$.msg null",
    ):
        assert place in replies
    assert all(fits(query.success, reply) for reply in replies.values())
    for choice, asset, sub_step in ((NOTHING, {}, {"step", "status"}), (None, dict.fromkeys(asset_fields()), None)):
        bare = barest(query.success, query.reply, choice)
        assert fits(query.success, bare)
        assert bare["data"]["video_asset"] == asset
        if sub_step:
            assert set(bare["data"]["steps"][0]["sub_steps"][0]) == sub_step


def asset_fields():
    return USED["query"].reply["data"]["video_asset"]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@settings(max_examples=20, deadline=None, database=None)
@given(draw=st.data())
def test_what_is_made_up_from_a_schema_fits_it(call, draw):
    for schema in schemas_of(call):
        assert faults(schema, draw.draw(values(schema))) == []
