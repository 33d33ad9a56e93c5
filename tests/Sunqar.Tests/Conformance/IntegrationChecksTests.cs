using Sunqar.Core.Conformance;
using Xunit;

namespace Sunqar.Tests.Conformance;

/// <summary>Each check can be missing, shown and broken: a table of what calls make of it.</summary>
public class IntegrationChecksTests
{
    private const long Second = 1_000_000;

    private static ObservedCall Decide(
        string id,
        string outcome,
        long at = 0,
        string content = "c",
        int status = 200,
        ForcedFault fault = ForcedFault.None
    ) => new(at, CallKind.Decide, id, content, status, outcome, Fault: fault);

    private static ObservedCall Of(CallKind kind, string id, string outcome, int status = 200, string problem = "") =>
        new(9 * Second, kind, id, "", status, outcome, problem);

    private static ObservedCall[] Struck(ForcedFault fault, string againAs, long later) =>
        [Decide("p", "", 0, status: fault is ForcedFault.Busy ? 429 : 503, fault: fault), Decide(againAs, "allow", later)];

    /// <summary>Check, verdict, and the calls that bring it about.</summary>
    public static TheoryData<string, string, ObservedCall[]> Table =>
        new()
        {
            { "allowed", "Shown", [Decide("p", "allow")] },
            { "allowed", "Missing", [Decide("p", "hold")] },
            { "sender_confirmed", "Missing", [Decide("p", "verify_sender")] },
            { "sender_confirmed", "Missing", [Decide("p", "verify_sender"), Of(CallKind.Confirm, "other", "allow")] },
            { "sender_confirmed", "Missing", [Decide("p", "verify_sender"), Of(CallKind.Confirm, "p", "", 409, "word-ended")] },
            { "sender_confirmed", "Shown", [Decide("p", "verify_sender"), Of(CallKind.Confirm, "p", "allow")] },
            { "biometrics_confirmed", "Shown", [Decide("p", "verify_biometrics"), Of(CallKind.Confirm, "p", "allow")] },
            { "held", "Missing", [Decide("p", "hold"), Of(CallKind.Ask, "p", "hold")] },
            { "held", "Shown", [Decide("p", "hold"), Of(CallKind.Ask, "p", "hold"), Of(CallKind.Ask, "p", "allow")] },
            { "blocked", "Shown", [Decide("p", "block")] },
            { "blocked", "Broken", [Decide("p", "block"), Decide("q", "block", Second)] },
            { "blocked", "Shown", [Decide("p", "block"), Decide("q", "allow", Second, content: "another wish")] },
            { "blocked", "Shown", [Decide("p", "block"), Decide("q", "block", 600 * Second)] },
            { "lost_answer", "Missing", [Decide("p", "allow", fault: ForcedFault.LostAnswer)] },
            { "lost_answer", "Shown", [Decide("p", "allow", fault: ForcedFault.LostAnswer), Decide("p", "allow", Second)] },
            { "lost_answer", "Broken", [Decide("p", "allow", fault: ForcedFault.LostAnswer), Decide("q", "allow", Second)] },
            { "unavailable", "Shown", Struck(ForcedFault.Unavailable, "p", Second) },
            { "unavailable", "Broken", Struck(ForcedFault.Unavailable, "p", Second / 10) },
            { "unavailable", "Broken", Struck(ForcedFault.Unavailable, "q", Second) },
            { "busy", "Shown", Struck(ForcedFault.Busy, "p", 2 * Second) },
            { "busy", "Broken", Struck(ForcedFault.Busy, "p", 0 + 1) },
            { "slow_answer", "Shown", [Decide("p", "allow", fault: ForcedFault.SlowAnswer)] },
            { "slow_answer", "Broken", [Decide("p", "allow", fault: ForcedFault.SlowAnswer), Decide("q", "allow", Second)] },
            { "one_id", "Missing", [Decide("p", "allow")] },
            { "one_id", "Shown", [.. Enumerable.Range(0, 20).Select(i => Decide($"p{i}", "allow"))] },
            { "one_id", "Broken", [Of(CallKind.Decide, "p", "", 409, "id-used")] },
            { "well_formed", "Broken", [Decide("p", "allow"), Of(CallKind.Decide, "q", "", 400, "invalid-payment")] },
            { "well_formed", "Broken", [Of(CallKind.Decide, "q", "", 403, "foreign-institution")] },
            { "well_formed", "Shown", [Decide("p", "allow")] },
            { "reversed", "Missing", [Decide("p", "block"), Of(CallKind.Reverse, "p", "")] },
            { "reversed", "Shown", [Decide("p", "allow"), Of(CallKind.Reverse, "p", "")] },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_was_seen_makes_the_verdict(string check, string verdict, ObservedCall[] calls)
    {
        var book = calls.Aggregate(IntegrationBook.Empty, (before, call) => before.After(call, []));
        var line = Assert.Single(book.Report(), line => line.Check.Id == check);
        Assert.Equal(verdict, line.Verdict.GetType().Name);
    }

    [Fact]
    public void Every_check_is_missing_at_first_and_shown_somewhere_in_the_table()
    {
        Assert.All(IntegrationBook.Empty.Report(), line => Assert.IsType<CheckVerdict.Missing>(line.Verdict));
        var shown = Table.Where(row => row.Data.Item2 == "Shown").Select(row => row.Data.Item1).Distinct().Order();
        Assert.Equal(IntegrationChecks.All.Select(check => check.Id).Order(), shown);
    }

    [Fact]
    public void What_is_beyond_the_book_is_counted_and_said()
    {
        var book = Enumerable
            .Range(0, IntegrationBook.CallsMax + 3)
            .Aggregate(IntegrationBook.Empty, (before, i) => before.After(Decide($"p{i}", "allow"), []));
        Assert.Equal((IntegrationBook.CallsMax, 3), (book.Calls.Count, book.Unjudged));
    }
}
