using Sunqar.Core.Identity;
using Sunqar.Core.Objections;

namespace Sunqar.Core.Oversight;

/// <summary>What becomes the overseer's by a term of law: objections that nobody answered in time, and breaches until their notice
/// left.</summary>
internal static class DueAlarms
{
    public static IEnumerable<Alarm> List(ObjectionBook objections, BreachBook breaches, long nowUs) =>
        objections
            .All.Where(one => one.IsLate(nowUs))
            .Select(one => new Alarm(
                AccessBook.IdOf("alarm", "", one.Id),
                AlarmKind.ObjectionLate,
                "",
                "",
                one.Made.DueUs,
                [Evidence(one.AtUs, "decision.object", one.Id, "an objection to a decision; the answer was due when this alarm began")],
                0
            ))
            .Concat(
                breaches.All.Select(one => new Alarm(
                    AccessBook.IdOf("alarm", one.By, one.Id),
                    AlarmKind.Breach,
                    one.By,
                    "",
                    one.AtUs,
                    [
                        Evidence(
                            one.AtUs,
                            "breach.record",
                            one.Id,
                            one.IsLate(nowUs) ? "recorded; no notice left in time"
                                : one.Notices.Count > 0 ? "recorded; its notice left in time"
                                : "recorded; its notice is due"
                        ),
                        .. one.Notices.Select(notice => Evidence(notice.AtUs, "breach.notify", one.Id, "a notice was recorded as sent")),
                    ],
                    0
                ))
            );

    private static AlarmEvidence Evidence(long atUs, string command, string id, string said) =>
        new(atUs, command, id, null, SubjectId.None, said);
}
