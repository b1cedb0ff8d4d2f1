"""Learning together: a session is its events; what a screen, a file or a debrief shows is worked out from them.

The rules of a session. They come from the plan of the hour for which this part was written, figures and all; each
line ends with what the rule is for. Code cites them as (`postwise.train`, rule 3).

 1. A session plays three cases: one easy, one that divides groups, one near home. To learn the rhythm first.
 2. The hour has sixty minutes, or forty-five without the line on trust. Both open with the ground rules and close on
    what would make it safer to be oneself. So that everyone knows what is kept before anybody speaks.
 3. Each question of a road is voted, never its outcome; at the end comes one vote, if it is wanted, on whether all
    could live with it. People see which answer divides them, not which verdict.
 4. To pass is an answer and is counted, and how many are present may change at any time. Nobody has to speak.
 5. Twenty seconds of silence come before the first vote and two minutes of talk in pairs before the second. A timer
    says so, and never cuts anybody off.
 6. A group is agreed from 80 % of its voters for one answer, leaning from 60 %; below, and in a tie, it is split. A tie
    has no winner: the facilitator picks which road comes first. Differences are labelled, not ranked.
 7. A second vote shows what moved, not who was right. To change one's mind is no defeat.
 8. The road of another answer is walked too if at least 20 % chose it, and the outcomes are put side by side. The
    smaller side is heard to its end.
 9. Of fewer than five voters no count is shown or exported, only all, most or split. A count would point at people.
10. No name, no order of votes and no time of a vote is kept. In secret, only how many are in is ever shown.
11. Of confidence, voted in secret before and after from 1 to 5, only mean and spread are shown, of five and more.
12. A case that is too close to somebody is left at once, and nothing of it is kept. Nobody has to say why.
13. What the facilitator may ask, or knows of a case, never stands on the room's page. It would lead the room.
14. At an outcome that says *talk* the facilitator says aloud that no answer is the answer. Nobody then waits for one.
15. A debrief begins by saying that it is no record about any person. It will be read by people who were not there.
16. A group that writes a tree takes an hour, runs two cases through it, and asks whether it is safe enough to try until
    the review; dissent is kept beside its question. Consent is not agreement.
17. One person alone takes three cases and sees their road beside published counts. There is no score.
"""
