"""Users: their tokens, their credits."""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass

from sqlalchemy import func, select, update

from workprint.base import Fault
from workprint.planner import Credits
from workprint.store import Database, Job
from workprint.store.tables import hits, ledger, tokens, users

from .config import Caller, Config
from .faults import BadToken, OutOfCredits, TooManyTokens

TOKEN = "nmv_usr_"
CLAIM = "clm_"
CLAIM_SECONDS = 24 * 3600


class NoSuchUser(Fault):
    code = "no_such_user"
    en = "There is no user {user}."
    zh = "没有用户 {user}。"


class NoSuchPlan(Fault):
    code = "no_such_plan"
    en = "There is no plan {plan}. The configuration has: {have}."
    zh = "没有方案 {plan}。配置中有：{have}。"


@dataclass(frozen=True)
class Token:
    """A token as it is handed out; it is not kept."""

    token: str
    user: str
    credits: int
    expires: float
    seconds: int


class Accounts:
    """The users of a database."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database = database
        self.config = config

    def new(self, client: str, address: str) -> Token:
        """A new anonymous user and its token. Raises `TooManyTokens` where they are counted."""
        user = f"anon_{secrets.token_hex(12)}"
        seconds = int(self.config.token_days * 24 * 3600)
        with self.database.change():
            if self.config.metered:
                self._room("client", client, self.config.tokens_per_client)
                self._room("address", address, self.config.tokens_per_address)
            self.database.run(
                users.insert().values(
                    id=user, client=client, address=address, plan="free", available=self.config.credits,
                    frozen=0, created=self.database.now,
                )
            )  # fmt: skip
            self._note(user, "grant", self.config.credits, None)
            token, expires = self._token(TOKEN, user, "user", None, seconds)
        return Token(token, user, self.config.credits, expires, seconds)

    def claim(self, user: str, session: str) -> tuple[str, int]:
        """A token that opens one session in the web page and nothing else; its seconds."""
        with self.database.change():
            token, _ = self._token(CLAIM, user, "claim", session, CLAIM_SECONDS)
        return token, CLAIM_SECONDS

    def caller(self, token: str, address: str, skill: str = "") -> Caller:
        """Whose token that is. Raises `BadToken`."""
        row = self.database.row(
            select(tokens).where(tokens.c.sha256 == _hash(token), tokens.c.expires > self.database.now)
        )
        if row is None:
            raise BadToken()
        return Caller(row["user"], address, row["scope"], row["session"], skill)

    def credits(self, user: str) -> Credits | None:
        """What a user has; None where nothing is metered."""
        return self.balance(user) if self.config.metered else None

    def balance(self, user: str) -> Credits:
        row = self.database.row(select(users).where(users.c.id == user))
        if row is None:
            return Credits()
        total = row["available"] + row["frozen"]
        return Credits(available=row["available"], frozen=row["frozen"], total=total)

    def plan(self, user: str) -> str:
        row = self.database.row(select(users.c.plan).where(users.c.id == user))
        return row["plan"] if row is not None else ""

    def known_plan(self, user: str) -> str:
        """The plan of a user there is. Raises `NoSuchUser`."""
        found = self.plan(user)
        if not found:
            raise NoSuchUser(user=user)
        return found

    def put_on(self, user: str, plan: str) -> None:
        """Give a user a plan of the configuration, or "free". Raises `NoSuchUser`, `NoSuchPlan`."""
        have = sorted({"free", *self.config.plans})
        if plan not in have:
            raise NoSuchPlan(plan=plan, have=", ".join(have))
        if not self.database.run(update(users).where(users.c.id == user).values(plan=plan)):
            raise NoSuchUser(user=user)

    def grant(self, user: str, credits: int) -> None:
        """Give a user credits. Raises `NoSuchUser`."""
        with self.database.change():
            more = {"available": users.c.available + credits}
            if not self.database.run(update(users).where(users.c.id == user).values(**more)):
                raise NoSuchUser(user=user)
            self._note(user, "grant", credits, None)

    def hold(self, user: str, credits: int, job: str) -> None:
        """Freeze credits for a job, once, inside the transaction that queues it or does what is paid for.
        Raises `OutOfCredits`."""
        if not self.config.metered or not credits:
            return
        if self.database.row(select(ledger.c.id).where(ledger.c.job == job, ledger.c.kind == "hold")):
            return
        enough = (users.c.id == user) & (users.c.available >= credits)
        taken = {"available": users.c.available - credits, "frozen": users.c.frozen + credits}
        if not self.database.run(update(users).where(enough).values(**taken)):
            have = self.balance(user).available
            raise OutOfCredits(
                available=int(have), needed=credits, user_id=user, register_url=self.register_url(user)
            )
        self._note(user, "hold", credits, job)

    def register_url(self, user: str) -> str:
        """Where that user registers."""
        page = self.config.register_url or f"{self.config.base_url}/register"
        return f"{page}{'&' if '?' in page else '?'}bind={user}"

    def settle(self, job: Job, spent: bool) -> None:
        """Spend or give back what was held for a job, once, inside the transaction that ends it."""
        held = self.database.row(select(ledger).where(ledger.c.job == job.id, ledger.c.kind == "hold"))
        over = select(ledger.c.id).where(ledger.c.job == job.id, ledger.c.kind.in_(("settle", "release")))
        if held is None or self.database.row(over) is not None:
            return
        credits = held["credits"]
        back = 0 if spent else credits
        changed = {"available": users.c.available + back, "frozen": users.c.frozen - credits}
        self.database.run(update(users).where(users.c.id == job.user).values(**changed))
        self._note(job.user, "settle" if spent else "release", credits, job.id)

    def _room(self, of: str, name: str, most: int) -> None:
        """Whether another token may be had, of those of the last `token_days`."""
        seconds = self.config.token_days * 24 * 3600
        now = self.database.now
        # Whoever asks at the same time for the same name waits here until this one is through.
        mark = {"key": f"token:{of}:{name}"[:200], "window": 0, "count": 0, "until": now + seconds}
        self.database.upsert(hits, mark)
        same = (users.c[of] == name) & (users.c.created > now - seconds)
        query = select(func.count().label("many"), func.min(users.c.created).label("first"), now.label("now"))
        row = self.database.row(query.where(same))
        if row is not None and row["many"] >= most:
            left = max(1, math.ceil(row["first"] + seconds - row["now"]))
            raise TooManyTokens(
                most=most, days=self.config.token_days, hours=math.ceil(left / 3600), seconds=left
            )

    def _token(
        self, prefix: str, user: str, scope: str, session: str | None, seconds: int
    ) -> tuple[str, float]:
        token = prefix + secrets.token_urlsafe(32)
        now = self.database.now
        self.database.run(
            tokens.insert().values(
                sha256=_hash(token),
                user=user,
                scope=scope,
                session=session,
                created=now,
                expires=now + seconds,
            )
        )
        row = self.database.row(select(tokens.c.expires).where(tokens.c.sha256 == _hash(token)))
        assert row is not None
        return token, float(row["expires"])

    def _note(self, user: str, kind: str, credits: int, job: str | None) -> None:
        now = self.database.now
        self.database.run(ledger.insert().values(user=user, kind=kind, credits=credits, job=job, created=now))


def _hash(token: str) -> str:
    """A token has 256 bits of chance: one round of sha256 hides it. It is found by its hash, so that
    no comparison tells by its time how much of a guess was right."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
