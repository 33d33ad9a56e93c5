using System.Text.Json;

namespace Sunqar.Work.Summaries;

/// <summary>
/// The summary of a run as <c>summary.json</c>:
///
/// <c>{"kinds":{"exchanger":{"planted":n,"found":n,"correct":n},...},"payments":n,"transfers":n,
/// "rules":{"cash_abroad":{"planted":n,"spoken":n,"found":n,"guilty":n},...},
/// "providers":{"CODE":{"planted":"late","due":n,"late":n,"missing":n,"step":"supervision"},...},
/// "footage":{"BANK":{"planted":"loses a camera","found":"gap","score":n,"unseen":n},...},
/// "outcomes":{...},"seconds":{...}}</c>.
/// </summary>
public static class SummaryFile
{
    public static void Write(string path, RunSummary summary)
    {
        // Written beside and moved into place, so that a reader never sees half of it.
        var beside = path + ".new";
        using (var stream = File.Create(beside))
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("source", summary.Source);
            json.WriteStartObject("kinds");
            foreach (var kind in summary.Kinds)
            {
                WriteKind(json, kind);
            }
            json.WriteEndObject();
            WriteRules(json, summary.Rules);
            WriteProviders(json, summary.Providers);
            if (summary.Confirmations is { } confirmations)
            {
                json.WriteStartObject("confirmations");
                Write(json, "top_ups", confirmations.TopUps);
                Write(json, "withdrawals", confirmations.Withdrawals);
                Write(json, "withdrawals_by_finger", confirmations.Finger);
                Write(json, "withdrawals_by_face", confirmations.Face);
                json.WriteEndObject();
            }
            WriteFootage(json, summary.Footage);
            json.WriteNumber("payments", summary.Payments);
            json.WriteNumber("transfers", summary.Transfers);
            json.WriteStartObject("outcomes");
            foreach (var outcome in summary.Outcomes)
            {
                json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.Outcome.ToString()), outcome.Payments);
            }
            json.WriteEndObject();
            json.WriteStartObject("seconds");
            foreach (var step in summary.Steps)
            {
                json.WriteNumber(step.Name, Math.Round(step.Seconds, 2));
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        File.Move(beside, path, overwrite: true);
    }

    private static void Write(Utf8JsonWriter json, string name, ConfirmedPayments payments)
    {
        json.WriteStartObject(name);
        json.WriteNumber("held", payments.Held);
        json.WriteNumber("confirmed", payments.Confirmed);
        json.WriteNumber("late_or_refused", payments.LateOrRefused);
        json.WriteNumber("turned_away", payments.TurnedAway);
        json.WriteNumber("impostors", payments.Impostors);
        json.WriteNumber("caught", payments.Caught);
        json.WriteNumber("missed", payments.Missed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ComparedSamples samples)
    {
        json.WriteStartObject(name);
        json.WriteNumber("holders", samples.Holders);
        json.WriteNumber("holders_missed", samples.HoldersMissed);
        json.WriteNumber("impostors", samples.Impostors);
        json.WriteNumber("caught", samples.Caught);
        json.WriteNumber("missed", samples.Missed);
        json.WriteEndObject();
    }

    private static void WriteFootage(Utf8JsonWriter json, IReadOnlyList<FootageResult> banks)
    {
        json.WriteStartObject("footage");
        foreach (var bank in banks)
        {
            json.WriteStartObject(bank.Bank);
            json.WriteString("planted", bank.Planted);
            json.WriteString("found", bank.Found);
            json.WriteNumber("score", bank.Score);
            json.WriteNumber("unseen", bank.Unseen);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, IReadOnlyList<RuleKindResult> rules)
    {
        json.WriteStartObject("rules");
        foreach (var kind in rules)
        {
            json.WriteStartObject(kind.Kind);
            json.WriteNumber("planted", kind.Planted);
            json.WriteNumber("spoken", kind.Spoken);
            json.WriteNumber("found", kind.Found);
            json.WriteNumber("guilty", kind.Guilty);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteProviders(Utf8JsonWriter json, IReadOnlyList<ProviderResult> providers)
    {
        json.WriteStartObject("providers");
        foreach (var provider in providers)
        {
            json.WriteStartObject(provider.Platform);
            if (provider.Planted is { } planted)
            {
                json.WriteString("planted", planted);
            }
            json.WriteNumber("due", provider.Due);
            json.WriteNumber("late", provider.Late);
            json.WriteNumber("missing", provider.Missing);
            json.WriteString("step", JsonNamingPolicy.SnakeCaseLower.ConvertName(provider.Step.ToString()));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter json, KindResult kind)
    {
        json.WriteStartObject(kind.Kind);
        json.WriteNumber("found", kind.Found);
        if (kind is { Planted: { } planted, Correct: { } correct })
        {
            json.WriteNumber("planted", planted);
            json.WriteNumber("correct", correct);
        }
        json.WriteString("turnover_kzt", Whole(kind.Turnover.KztMicro));
        json.WriteString("turnover_usd", Whole(kind.Turnover.UsdMicro));
        json.WriteEndObject();
    }

    private static string Whole(Int128 micro) => (micro / 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
