using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Api;

/// <summary>The API's answers as JSON (docs/api.md).</summary>
public static class AnswerJson
{
    /// <summary>One answer, without a line end.</summary>
    public static void Write(JsonText json, string id, Decision decision, bool duplicate, long sequence)
    {
        WriteDecision(json, id, decision, duplicate, sequence);
        json.Raw("}"u8);
    }

    /// <summary>A stored payment: where it stands, and whether its hold lapsed or it was undone.</summary>
    public static void Write(JsonText json, PaymentHistory history)
    {
        WriteDecision(json, history.Payment.Id, history.Standing, duplicate: false, history.Sequence);
        if (history.LapsedUs != 0)
            json.Raw(",\"lapsed\":"u8).Time(history.LapsedUs);
        if (history.ReversedUs != 0)
            json.Raw(",\"reversed\":"u8).Time(history.ReversedUs);
        json.Raw("}"u8);
    }

    private static void WriteDecision(JsonText json, string id, Decision decision, bool duplicate, long sequence)
    {
        json.Raw("{\"id\":"u8)
            .Text(id)
            .Raw(",\"outcome\":"u8)
            .Text(decision.Outcome.Name())
            .Raw(duplicate ? ",\"duplicate\":true"u8 : ",\"duplicate\":false"u8);
        if (decision.ExpiresUs == 0)
            json.Raw(",\"expires\":null"u8);
        else
            json.Raw(",\"expires\":"u8).Time(decision.ExpiresUs);
        json.Raw(",\"reasons\":["u8);
        for (var i = 0; i < decision.Reasons.Count; i++)
        {
            var reason = decision.Reasons[i];
            json.Raw(i == 0 ? "{\"rule\":"u8 : ",{\"rule\":"u8)
                .Text(reason.Rule)
                .Raw(",\"text\":"u8)
                .Text(reason.Text)
                .Raw(",\"observed\":"u8)
                .Text(reason.Observed)
                .Raw(",\"limit\":"u8)
                .Text(reason.Limit)
                .Raw(",\"source\":"u8)
                .Text(reason.Source)
                .Raw("}"u8);
        }
        json.Raw("],\"rulebook\":"u8).Text(decision.RulebookVersion).Raw(",\"sequence\":"u8).Number(sequence);
    }
}
