"""Tables of identity. Personal data stand in `sealed` columns only, under the data key of their person or contact."""

from django.db import models


class Person(models.Model):
    """One human. `sealed` holds {name, phone, email}; phone and e-mail are found by blind index, and each is one person's only.

    `market` is where they browse first; a person acts in all markets.
    """

    id = models.CharField(primary_key=True, max_length=40)
    sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, null=True)
    email_index = models.CharField(max_length=64, null=True)
    language = models.CharField(max_length=10)
    market = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    erased = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone_index"], name="identity_one_phone"),
            models.UniqueConstraint(fields=["email_index"], name="identity_one_email"),
            models.CheckConstraint(
                condition=models.Q(erased=True) | models.Q(phone_index__isnull=False) | models.Q(email_index__isnull=False),
                name="identity_person_reached",
            ),
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="identity_person_made")]


class Contact(models.Model):
    """A customer of a shop's earlier life, known by the shop's own reference: never a person, never notified.

    `sealed` holds {name, phone, email} where the import brought any.
    """

    id = models.CharField(primary_key=True, max_length=40)
    shop = models.CharField(max_length=40)
    reference = models.CharField(max_length=80)
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "reference"], name="identity_one_contact")]


class Address(models.Model):
    """Where a person receives parcels. Never changed: an edit adds the next version and retires this one, so that orders keep theirs.

    `zone` is what freight depends on, country and region; the rest is sealed.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    sealed = models.BinaryField()
    zone = models.CharField(max_length=130)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    replaces = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replaces"], name="identity_one_next_address")]
        indexes = [models.Index(fields=["person"], condition=models.Q(retired_at=None), name="identity_live_address")]


class Session(models.Model):
    """A person signed in somewhere, found by the hash of the token in their cookie; all times by the real clock.

    `used_at` is when it was last used, kept no oftener than the rule says (identity.sessions.noted_every).
    `device` names browser and system as far as a person would; `way` says what they proved (`code`, `password+totp`, `passkey` …).
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sessions")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=60, default="")
    way = models.CharField(max_length=20, default="code")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="identity_session_lasts")]
        indexes = [models.Index(fields=["expires_at"], name="identity_session_expires")]


class Code(models.Model):
    """The one code that is out for a phone or an e-mail, by the real clock; the next one takes its place."""

    reach = models.CharField(primary_key=True, max_length=64)
    sealed = models.BinaryField()
    code = models.CharField(max_length=64)
    tries_left = models.IntegerField()
    made_at = models.DateTimeField()
    resend_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(tries_left__gte=0), name="identity_code_tries")]
        indexes = [models.Index(fields=["expires_at"], name="identity_code_expires")]


class Password(models.Model):
    """The password of a person who wants one: `secret` is a slow hash with a salt of its own; times by the real clock."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="password")
    secret = models.CharField(max_length=255)
    set_at = models.DateTimeField()


class Authenticator(models.Model):
    """The app that shows a person codes by time (TOTP). `secret` is sealed under the person's key.

    Not asked for before the person has shown that it works (`confirmed_at`); `last_step` is the code used last: none works twice.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="authenticator")
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code on paper that stands in for a lost second factor, once; `secret` is its hash."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recovery_codes")
    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "secret"], name="identity_one_recovery_code")]


class Passkey(models.Model):
    """A key pair in a device of a person's (WebAuthn); `public` is the attested credential data, public key and all.

    `credential` is the SHA-256 of the credential's id, `counter` what the device counted last.
    """

    id = models.CharField(primary_key=True, max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passkeys")
    credential = models.CharField(max_length=64, unique=True)
    public = models.BinaryField()
    counter = models.BigIntegerField()
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(counter__gte=0), name="identity_passkey_counter")]


class Challenge(models.Model):
    """By its hash, what a browser shows once and never again; all times by the real clock.

    `second`: the person has proved a first factor (`way`) and is asked for the second; gone once it is given. `register` and
    `passkey`: the challenge of a passkey that was answered, kept until it would have run out.
    """

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=10)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="challenges")
    way = models.CharField(max_length=20, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind="second") | models.Q(person__isnull=False), name="identity_challenge_whose"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="identity_challenge_expires")]


class OperatorRole(models.Model):
    """A person who works for the marketplace, and as what."""

    id = models.CharField(primary_key=True, max_length=40)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="operator_role")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()


class Workplace(models.Model):
    """What `/me` says of a shop; `shops` owns the shop and keeps this row like it."""

    shop = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=60)
    market = models.CharField(max_length=4)


class Membership(models.Model):
    """A person who works in a shop, and as what."""

    id = models.CharField(primary_key=True, max_length=40)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "workplace"], name="identity_one_membership")]


class Viewing(models.Model):
    """An operator looks at a shop as one in `role` sees it, and changes nothing; all times by the real clock.

    It holds while the operator's `session` does, until `ends_at` at most. `by_role` is as what they work for the marketplace;
    `reason` is read by the shop too.
    """

    id = models.CharField(primary_key=True, max_length=40)
    session = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="viewings")
    by_role = models.CharField(max_length=20)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="viewings")
    role = models.CharField(max_length=20)
    reason = models.CharField(max_length=120)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=models.Q(ended_at=None), name="identity_one_viewing"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("begun_at")), name="identity_viewing_lasts"),
        ]
        indexes = [models.Index(fields=["workplace", "begun_at"], name="identity_viewing_of_shop")]


class Key(models.Model):
    """What a program shows to act in a shop, or for the operator where `workplace` is null.

    Never more than its maker may: the permissions are `scopes` that the maker's role has at the moment of asking.
    """

    id = models.CharField(primary_key=True, max_length=40)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="keys")
    maker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=120)
    token = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
