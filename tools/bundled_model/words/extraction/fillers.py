"""Sentences around a text that say nothing that anybody asks for."""

AFTER = """Thanks in advance.|Thank you!|Please confirm.
Let me know if that works.|Any questions, just ask.|Please keep me posted.|Looking forward to it.
No rush.|More details will follow.|That is all for now.|Hope this helps.|Thanks!
Please let me know.|It is urgent.|See the attachment.|We apologise for the delay.
I will get back to you soon.|Nothing else has changed.|Please reply to this message.
Have a nice day!|Terms and conditions apply.|The company did not comment.
Further details were not disclosed.|Sorry!|All prices include tax.
Please do not reply to this message.|Best wishes|Cheers|Kind regards|Ok?"""
BEFORE = """Hi,|Hello,|Hi there,|Dear all,|Good morning,|Hi team,|FYI:|Note:
Quick update:|As discussed:|Please note:|Hello everyone,|Just so you know:|Hey,
To whom it may concern:|As promised:|Short news:|For your records:|Good news!|Update:
Ladies and gentlemen,|Here we go:|Message:|Sorry for the late reply."""
AFTER_HELD_OUT = """Many thanks.|Tell me if this suits you.|Speak soon.
I hope you are well.|Do get in touch.|With best regards|Everything else stays the same.
We appreciate your patience."""
BEFORE_HELD_OUT = (
    """Greetings,|Good afternoon,|For information:|Hello to all,|In short:|One more thing:"""
)
