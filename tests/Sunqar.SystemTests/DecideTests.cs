using System.Text.Json;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>sunqar decide</c> and <c>sunqar rules</c> as a person at a terminal uses them.</summary>
public sealed class DecideTests : IDisposable
{
    private const string Large =
        """{"id":"P1","kind":"card_top_up","time":"2026-01-15T09:30:00+05:00","amount":"612000.00","currency":"KZT","institution":"CASPKZKA","sender":{"iin":"800416100254"},"recipient":{"iin":"680503250034","card":"c1"},"terminal":{"id":"ATM-1"}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_payment_is_answered_in_order_and_repeats_are_told_from_conflicts()
    {
        var confirmed = Large
            .Replace("\"P1\"", "\"P2\"", StringComparison.Ordinal)
            .Replace("\"800416100254\"", "\"800416100254\",\"confirmed\":true", StringComparison.Ordinal);
        File.WriteAllLines(
            _folder.At("payments.ndjson"),
            [Large, confirmed, Large, Large.Replace("612000", "612001", StringComparison.Ordinal)]
        );
        var run = Sunqar("decide payments.ndjson --out decisions.ndjson");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        var answers = File.ReadAllLines(_folder.At("decisions.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["P1", "P2", "P1", "P1"], answers.Select(a => a.GetProperty("id").GetString()));
        Assert.Equal(["verify_sender", "allow", "verify_sender"], answers.Take(3).Select(a => a.GetProperty("outcome").GetString()));
        Assert.Equal([false, false, true], answers.Take(3).Select(a => a.GetProperty("duplicate").GetBoolean()));
        Assert.Equal([0, 1, 0], answers.Take(3).Select(a => a.GetProperty("sequence").GetInt32()));
        Assert.Equal(409, answers[3].GetProperty("status").GetInt32());
        var reason = Assert.Single(answers[0].GetProperty("reasons").EnumerateArray());
        Assert.Equal(
            ("sender_iin", "612,000 KZT", "500,000 KZT"),
            (reason.GetProperty("rule").GetString(), reason.GetProperty("observed").GetString(), reason.GetProperty("limit").GetString())
        );
        Assert.Equal(JsonValueKind.Null, answers[0].GetProperty("expires").ValueKind);
    }

    [Fact]
    public void A_bad_line_is_named_with_its_place_and_leaves_no_answers_behind()
    {
        File.WriteAllLines(_folder.At("payments.ndjson"), [Large, Large.Replace("\"KZT\"", "\"KTZ\"", StringComparison.Ordinal)]);
        var run = Sunqar("decide payments.ndjson --out decisions.ndjson");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("payments.ndjson: line 2, column 100 (currency)", run.Error, StringComparison.Ordinal);
        Assert.Contains("expected", run.Error, StringComparison.Ordinal);
        Assert.Equal(["payments.ndjson"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_hold_says_when_it_lapses_and_another_rulebook_decides_otherwise()
    {
        File.WriteAllText(_folder.At("payments.ndjson"), Large);
        File.WriteAllText(
            _folder.At("mine.rules"),
            "rule r source \"s\" outcome hold for 24 hours when amount > 1 KZT reason \"held\" end"
        );
        var answer = JsonDocument.Parse(Sunqar("decide payments.ndjson --rulebook mine.rules").Output).RootElement;
        Assert.Equal(
            ("hold", "2026-01-16T04:30:00Z"),
            (answer.GetProperty("outcome").GetString(), answer.GetProperty("expires").GetString())
        );
        File.WriteAllText(_folder.At("mine.rules"), "rule r\n source \"s\"\n outcome report\n when amuont > 1 KZT\n reason \"x\"\nend");
        foreach (var verb in (string[])["decide payments.ndjson --rulebook mine.rules", "rules check mine.rules"])
        {
            var refused = Sunqar(verb);
            Assert.Equal(
                (2, "mine.rules:4:7: Nothing is called 'amuont'. Did you mean 'amount'?"),
                (refused.ExitCode, refused.Error.Trim())
            );
        }
    }

    [Fact]
    public void A_failing_test_beside_a_rule_fails_the_check()
    {
        File.WriteAllText(
            _folder.At("mine.rules"),
            "rule r\n source \"s\"\n outcome report\n when amount > 1 KZT\n reason "
                + "\"x\"\n test \"t\" given card_transfer of 1 KZT expect fires\nend"
        );
        var run = Sunqar("rules check mine.rules");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("mine.rules:6: r: \"t\": expected fires, got allow (no rule spoke)", run.Error, StringComparison.Ordinal);
    }

    private Shell.Result Sunqar(string arguments) => Shell.Run($"{Path.Combine(Repository.Root, "sunqar")} {arguments}", _folder.Path);
}
