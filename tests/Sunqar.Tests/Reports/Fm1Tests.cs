using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

public class Fm1Tests
{
    private const long Start = 1_768_000_000_000_000;
    private const long Day = 86_400_000_000;
    private static readonly Decision Plain = new(Outcome.Allow, [], "v", 0);
    private static readonly Decision Threshold = new(
        Outcome.Allow,
        [new Reason("threshold_cash", "t", "o", "l", "Threshold operations"), new Reason("sender_iin", "t", "o", "l", "s")],
        "v",
        0
    );

    private static SealedPayment Payment(
        string id,
        long us = Start,
        string institution = "CASPKZKA",
        ulong sender = 1,
        ulong recipient = 0,
        string? terminal = "ATM-1"
    ) =>
        new(
            id,
            PaymentKind.CashWithdrawal,
            us,
            new Money(12_000_000_00, Currency.Kzt),
            institution,
            new SealedParty(new SubjectId(sender), default, new SubjectId(sender + 100), IinStatus.Valid, true),
            recipient == 0 ? default : new SealedParty(default, new SubjectId(recipient), default, IinStatus.Absent, false),
            terminal,
            "=Almaty,\"x\"",
            default,
            null,
            null,
            null,
            null,
            0,
            0
        );

    private static Fm1Fold Fold(params Core.Facts.Fact[] facts)
    {
        var fold = new Fm1Fold(
            Start,
            Start + Day,
            new Fm1Lookups(
                id => id.StartsWith('c') ? ["case-1"] : [],
                subject => subject.Value == 7,
                subjects => subjects.ToDictionary(subject => subject, subject => $"P-{subject.Value:D4}"),
                new RateTable(),
                _ => null
            )
        );
        foreach (var fact in facts)
            fold.Apply(fact);
        return fold;
    }

    [Fact]
    public void Threshold_operations_and_those_of_cases_are_reported_each_once_on_its_grounds()
    {
        var reports = Fold(
                new PaymentDecided(Payment("a"), Threshold),
                new PaymentDecided(Payment("b"), Plain),
                new PaymentDecided(Payment("c", sender: 7), Plain),
                new PaymentDecided(Payment("c2"), Threshold),
                new PaymentDecided(Payment("a"), Threshold),
                new PaymentDecided(Payment("early", Start - 1), Threshold),
                new PaymentDecided(Payment("late", Start + Day), Threshold),
                new PaymentDecided(Payment("a", institution: "HSBKKZKX"), Threshold)
            )
            .Reports();
        Assert.Equal(
            ["T-CASPKZKA-a", "T-CASPKZKA-c2", "T-HSBKKZKX-a", "S-CASPKZKA-c", "S-CASPKZKA-c2"],
            reports.Select(report => report.Form.Number)
        );
        Assert.Equal(["threshold_cash: Threshold operations"], reports[0].Form.Grounds);
        Assert.Equal((Fm1Basis.Suspicious, "case-1"), (reports[3].Form.Basis, Assert.Single(reports[3].Form.Grounds)));
        Assert.True(Assert.Single(reports[3].Participants).IsMember);
        Assert.False(Assert.Single(reports[0].Participants).IsMember);
        Assert.Equal(
            ("payer", "P-0001", "P-0101"),
            (reports[0].Participants[0].Role, reports[0].Participants[0].Person, reports[0].Participants[0].Card)
        );
    }

    [Fact]
    public void An_operation_is_reported_as_it_stands_at_the_end()
    {
        Decision Held() => Threshold with { Outcome = Outcome.Hold, ExpiresUs = Start + 5 };
        Fm1State State(params Core.Facts.Fact[] facts) => Assert.Single(Fold(facts).Reports()).Operation.State;
        Assert.Equal(Fm1State.Suspended, State(new PaymentDecided(Payment("a"), Held())));
        Assert.Equal(Fm1State.Performed, State(new PaymentDecided(Payment("a"), Held()), new HoldLapsed(Payment("a"), Start + 5)));
        Assert.Equal(Fm1State.Performed, State(new PaymentDecided(Payment("a"), Held()), new PaymentDecided(Payment("a"), Threshold)));
        Assert.Equal(Fm1State.Refused, State(new PaymentDecided(Payment("a"), Threshold with { Outcome = Outcome.Block })));
        Assert.Equal(
            Fm1State.Reversed,
            State(new PaymentDecided(Payment("a"), Threshold), new PaymentReversed(Payment("a"), Threshold, Start + 9))
        );
    }

    [Fact]
    public void Json_and_csv_have_the_four_sections_and_a_spreadsheet_computes_nothing()
    {
        var reports = Fold(
                new PaymentDecided(Payment("a", recipient: 9), Threshold),
                new PaymentDecided(Payment("b", terminal: null) with { Sender = default }, Threshold)
            )
            .Reports();
        using var json = new MemoryStream();
        Fm1Table.WriteJson(json, reports);
        var lines = Encoding.UTF8.GetString(json.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(["entity", "form", "operation", "participants"], first.RootElement.EnumerateObject().Select(part => part.Name));
        Assert.Equal(
            ("12000000.00", "performed"),
            (
                first.RootElement.GetProperty("operation").GetProperty("amount_kzt").GetString(),
                first.RootElement.GetProperty("operation").GetProperty("state").GetString()
            )
        );
        Assert.Equal(2, first.RootElement.GetProperty("participants").GetArrayLength());
        using var csv = new MemoryStream();
        Fm1Table.WriteCsv(csv, reports);
        var rows = Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + 2 + 1, rows.Length);
        Assert.Equal(string.Join(',', Fm1Table.Columns), rows[0]);
        Assert.Contains(",\"'=Almaty,\"\"x\"\"\",", rows[1], StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reports.md"));
        Assert.All(Fm1Table.Columns, column => Assert.Contains($"`{column}`", page, StringComparison.Ordinal));
    }
}
