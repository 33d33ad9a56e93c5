using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Formats.Payments;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Entrance;

/// <summary>A refusal as problem details (RFC 9457). No text of it repeats a value of the request, which may be personal.</summary>
/// <param name="Kind">The last part of the problem's type; docs/api.md has the table.</param>
/// <param name="Field">Path of the field that is wrong; null where the whole is meant.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="Column">Byte of the text, from 1; 0 where no place can be named.</param>
public sealed record Problem(
    int Status,
    string Kind,
    string Title,
    string Detail,
    string? Field = null,
    string? Expected = null,
    int Column = 0
)
{
    public const string TypePrefix = "urn:sunqar:problem:";

    public const string ContentType = "application/problem+json";

    public static Problem Starting { get; } =
        new(503, "not-ready", "The server is not ready.", "The journal is being replayed; ask again in a moment.");

    public static Problem NoKey { get; } =
        new(
            401,
            "no-key",
            "A key is needed.",
            "Send the institution's key as Authorization: Bearer KEY; this request carries none that is good."
        );

    public static Problem WrongRole { get; } =
        new(403, "forbidden", "Not for this key.", "This address is not for keys of this kind or scope.");

    public static Problem ForeignInstitution { get; } =
        new(
            403,
            "foreign-institution",
            "The key is another institution's.",
            "The payment names an institution that this key does not stand for.",
            "institution"
        );

    public static Problem TooLarge { get; } =
        new(413, "too-large", "The body is too large.", $"A payment has at most {PaymentLimits.BytesMax} bytes.");

    public static Problem RateExceeded { get; } =
        new(429, "rate-limit", "Too many payments.", "The institution's limit of payments a second is used up.");

    public static Problem Of(PaymentReading.Refused refused) =>
        new(
            400,
            "invalid-payment",
            "The payment cannot be taken.",
            refused.Field.Length == 0
                ? $"{refused.Reason}; expected {refused.Expected}"
                : $"{refused.Field}: {refused.Reason}; expected {refused.Expected}",
            refused.Field.Length == 0 ? null : refused.Field,
            refused.Expected,
            refused.Column
        );

    public static Problem Of(in DeskAnswer answer) =>
        answer.Status switch
        {
            DeskStatus.Conflict => new(409, "id-used", "The id was used before.", answer.Reason!, "id"),
            DeskStatus.Unknown => new(404, "unknown-payment", "No such payment.", answer.Reason!),
            DeskStatus.NothingToDo => new(409, "nothing-to-do", "Nothing to do.", answer.Reason!),
            DeskStatus.TooLate => new(422, "too-late", "The payment is dated too far back.", answer.Reason!, "time"),
            DeskStatus.WordEnded => new(409, "word-ended", "A signature is asked for.", answer.Reason!, "by"),
            DeskStatus.Busy => new(429, "busy", "Too much waits.", answer.Reason!),
            DeskStatus.Unavailable => new(503, "unavailable", "Nothing can be decided now.", answer.Reason!),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Status, "This is no refusal."),
        };

    /// <summary>Why the desk of acts did not do what a program asked for.</summary>
    internal static Problem Of(ActAnswer answer) =>
        answer.Status == ActStatus.Unavailable
            ? new Problem(503, "unavailable", "Nothing can be taken now.", answer.Text)
            : answer.Kind switch
            {
                RefusalKind.Forbidden => new Problem(403, "forbidden", "Not by this key.", answer.Text),
                RefusalKind.NotFound => new Problem(404, "not-found", "No such thing.", answer.Text, answer.Field),
                RefusalKind.Conflict => new Problem(409, "id-used", "The id was used before.", answer.Text, answer.Field),
                RefusalKind.Limited => new Problem(429, "rate-limit", "Too many.", answer.Text),
                _ => new Problem(400, "invalid-message", "The message cannot be taken.", answer.Text, answer.Field),
            };

    /// <param name="line">Of a batch or file, from 1; 0 for none.</param>
    /// <param name="id">The id of the payment, where the problem is not the body's but the payment's.</param>
    public void Write(JsonText json, long line = 0, string? id = null)
    {
        json.Raw("{\"type\":"u8)
            .Text(TypePrefix + Kind)
            .Raw(",\"title\":"u8)
            .Text(Title)
            .Raw(",\"status\":"u8)
            .Number(Status)
            .Raw(",\"detail\":"u8)
            .Text(Detail);
        if (Field is not null)
            json.Raw(",\"field\":"u8).Text(Field);
        if (Expected is not null)
            json.Raw(",\"expected\":"u8).Text(Expected);
        if (Column > 0)
            json.Raw(",\"column\":"u8).Number(Column);
        if (line > 0)
            json.Raw(",\"line\":"u8).Number(line);
        if (id is not null)
            json.Raw(",\"id\":"u8).Text(id);
        json.Raw("}"u8);
    }

    /// <summary>Answers a request with it.</summary>
    internal Task Send(HttpContext context)
    {
        var json = JsonText.OfThread();
        Write(json);
        var response = context.Response;
        response.StatusCode = Status;
        if (Status is 429 or 503)
            response.Headers.RetryAfter = "1";
        if (Status == 401)
            response.Headers.WWWAuthenticate = "Bearer";
        return json.Send(context, ContentType);
    }
}
