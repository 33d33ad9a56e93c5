using Sunqar.Core.Oversight;

namespace Sunqar.Work.Wording;

/// <summary>What looks, grants and alarms are called on a page.</summary>
public static class OversightWords
{
    public static string Of(AlarmKind kind) =>
        kind switch
        {
            AlarmKind.NoCase => "Look without a case",
            AlarmKind.Self => "Look at oneself",
            AlarmKind.Close => "Look at somebody close",
            AlarmKind.Colleague => "Look at a colleague",
            AlarmKind.PublicLife => "Look at a person in public life",
            AlarmKind.Decoy => "Look at a planted identity",
            AlarmKind.Night => "Looks at night",
            AlarmKind.Bulk => "Looks at many",
            AlarmKind.NeverOpens => "Looks at many, never opened a case",
            AlarmKind.Unreviewed => "Look, not reviewed in time",
            AlarmKind.Unjustified => "Look, not justified",
            AlarmKind.Guarded => "Account that approves or watches",
            AlarmKind.Licence => "Change of a licence",
            AlarmKind.DrawMoved => "Drawn head made unfit",
            AlarmKind.Partner => "Register of partners",
            AlarmKind.Restored => "Journal restored from a copy",
            AlarmKind.ObjectionLate => "Objection not answered in time",
            AlarmKind.Breach => "Breach of personal data",
            AlarmKind.RootKey => "Root key used at the machine",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static string Of(GrantStanding standing) =>
        standing switch
        {
            GrantStanding.Pending => "waits for a head of another unit",
            GrantStanding.Live => "allowed",
            GrantStanding.Declined => "declined",
            GrantStanding.Expired => "over",
            _ => "lapsed",
        };

    public static string Of(LookFields fields)
    {
        var parts = new List<string>();
        if (fields.HasFlag(LookFields.Identifier))
            parts.Add("identifier");
        if (fields.HasFlag(LookFields.Name))
            parts.Add("name");
        if (fields.HasFlag(LookFields.Transfers))
            parts.Add("transfers");
        return string.Join(", ", parts);
    }

    public static string Of(FlagKind kind) =>
        kind switch
        {
            FlagKind.Self => "account's holder",
            FlagKind.Close => "declared as close",
            FlagKind.PublicLife => "public life",
            _ => "planted identity",
        };

    public static string Of(TaskStep step) =>
        step switch
        {
            TaskStep.Taken => "taken",
            TaskStep.Noted => "noted",
            TaskStep.ClosedProper => "closed: the look was proper",
            _ => "closed: the look was improper",
        };
}
