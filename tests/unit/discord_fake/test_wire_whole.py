"""Both halves together: what a person does comes by the gateway, and what the bot answers goes over HTTP."""

from typing import Any

from discord.http import Route

from tests.discord.server import FakeDiscord
from tests.unit.discord_fake.wire import running

TODAY = {"name": "today", "description": "What is due.", "contexts": [0, 1], "integration_types": [0, 1]}
SILENT: dict[str, Any] = {"allowed_mentions": {"parse": []}}


async def test_a_command_in_each_of_two_guilds_and_in_a_dm() -> None:
    async with FakeDiscord(shards=2) as fake:
        ada = fake.person("Ada", installed=True)
        places = [fake.guild(name, ada).channel("study") for name in ("Algo", "Rust")]
        assert {one.shard for one in places} == {0, 1}
        async with running(fake) as client:
            await client.http.bulk_upsert_global_commands(fake.application_id, [TODAY])  # type: ignore[arg-type]
            for place in (*places, ada.dm):
                fake.gateway.drop(place.shard)
                pressed = ada.slash(place, "today")
                await fake.until(lambda pressed=pressed: pressed.id in client.heard)
                callback = Route(
                    "POST",
                    "/interactions/{webhook_id}/{webhook_token}/callback",
                    webhook_id=pressed.id,
                    webhook_token=pressed.token,
                )
                await client.http.request(callback, json={"type": 5, "data": {"flags": 64}})
                original = Route(
                    "PATCH",
                    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
                    webhook_id=fake.application_id,
                    webhook_token=pressed.token,
                )
                await client.http.request(original, json={"content": "Nothing.", **SILENT})
                assert place.last(ada).text == "Nothing."
        assert (len(fake.gateway.sessions), fake.limit_breaches, fake.unknown_routes) == (2, [], [])
        assert fake.of("POST", "/interactions/*")[0].status == 204
