"""Refusals of conversations."""

from jishi.kernel.errors import BadInput, Refused, TooMany


class Unseen(Refused):
    """Others have written since the sender looked: what they wrote comes first, then the sender decides anew."""

    code = "conversations.unseen"
    status = 409


class TooLong(BadInput):
    """The text is longer than the rule allows (rule conversations.messages.length_max)."""

    code = "conversations.too_long"


class BadBody(BadInput):
    """The message is of no kind that is known, or lacks what its kind needs."""

    code = "conversations.bad_body"


class NotAPicture(BadInput):
    """What was sent in is no PNG, JPEG or WebP, whatever its name says, or is broken."""

    code = "conversations.not_a_picture"


class PictureTooLarge(BadInput):
    """The picture has more bytes or pixels than the rule allows (rules conversations.messages.image_size, image_pixels)."""

    code = "conversations.picture_too_large"


class TooManyPictures(TooMany):
    """This side has sent in as many pictures as a minute allows (rule conversations.messages.images_a_minute)."""

    code = "conversations.too_many_pictures"


class TooManyPicturesToday(TooMany):
    """This side has sent in as many pictures as a day allows (rule conversations.messages.images_a_day)."""

    code = "conversations.too_many_pictures_today"


class NoPicture(BadInput):
    """The sender sent in no such picture to this conversation, or too long ago."""

    code = "conversations.no_picture"


class PictureSent(BadInput):
    """A message shows this picture already."""

    code = "conversations.picture_sent"
