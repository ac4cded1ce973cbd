"""The tables of the payment ledger. They have a version, and a change of them is a step in `STEPS`.

`ledger_version` takes the steps, and says why that is no work for Alembic.
"""

import sqlalchemy as sa

from mvapp.studio.ledger_version import Step

METADATA = sa.MetaData()
PAYMENTS = sa.Table(
    "payments",
    METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("order_id", sa.String(200), nullable=False),
    sa.Column("price_credits", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
# Whether the person wants to be asked before Giggle charges. It stands beside the payments because a restarted app
# that knows only a project id must not pay for someone who had said "ask me first".
WISHES = sa.Table(
    "payment_wishes",
    METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("ask_first", sa.Boolean, nullable=False),
)
# Which project came of a press of the button: a page that was reloaded, or an app that was restarted, while the request
# was on its way finds it again by the press's token in the address.
STARTS = sa.Table(
    "project_starts",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("project_id", sa.String(200), nullable=False),
)
# A project is a row before it is a thread: whether this ledger was there when it was made, so that no payment can be
# missing here, and whether its song arrived.
PROJECTS = sa.Table(
    "projects",
    METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("is_made_here", sa.Boolean, nullable=False),
    sa.Column("is_submitted", sa.Boolean, nullable=False),
)
# What changed in these tables, oldest first, for ledgers from before; the first step makes version 2. An app that was
# started earlier goes on writing after a step, so a new column is null or has a default and none is renamed or taken.
STEPS: tuple[Step, ...] = ()

# Made only where a key is lent (see `lending`), so that whoever may make no tables opens an old ledger as before.
LENDING = sa.MetaData()
# What strangers have begun with the owner's key (see `lending`): written before the studio hears of it, so that no
# number of presses begins more than it may; `project_id` is "" until the studio has given one.
LENT = sa.Table(
    "lent_projects",
    LENDING,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("project_id", sa.String(200), nullable=False),
    sa.Column("visitor", sa.String(300), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("is_over", sa.Boolean, nullable=False),
)
# What a payment with the owner's key takes from what may be spent; written with its row in `payments`.
CLAIMS = sa.Table(
    "claims",
    LENDING,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("visitor", sa.String(300), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("credits", sa.Integer, nullable=False),
)
# What the owner has switched; a row that is not there is off.
SWITCHES = sa.Table(
    "switches",
    LENDING,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
)

# Made only where replicas share the ledger (see `watches`).
SHARING = sa.MetaData()
# Who watches a project until when, by the database's clock in epoch seconds, and its last look without links.
WATCHES = sa.Table(
    "watches",
    SHARING,
    sa.Column("account", sa.String(64), primary_key=True),
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False, index=True),
    sa.Column("until", sa.Double, nullable=False),
    sa.Column("news", sa.Text, nullable=False),
)
