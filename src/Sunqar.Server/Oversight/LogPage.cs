using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Storage.Log;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Oversight;

/// <summary>A leaf as the overseer's browser gets it, which believes nothing but what it computes itself.</summary>
/// <param name="RecordedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Record">The record in base64; null where its content is not the overseer's, or too long to send.</param>
/// <param name="Why">Why there is no record: <c>case</c>, <c>long</c>; null where there is one.</param>
/// <param name="Hash">The leaf's hash in base64.</param>
/// <param name="Command">What was done, where there is no record to read it from.</param>
/// <param name="Proof">The sisters from the leaf up, in base64.</param>
internal sealed record ShownLeaf(
    long Leaf,
    long RecordedUs,
    string? Record,
    string? Why,
    string Hash,
    string? Command,
    IEnumerable<string> Proof
);

/// <param name="Note">The newest signed head, as it is published.</param>
/// <param name="Names">What accounts are called; no part of the log.</param>
internal sealed record ShownLog(string Note, long From, IReadOnlyList<ShownLeaf> Leaves, IReadOnlyDictionary<string, string> Names);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShownLog))]
internal sealed partial class LogJson : JsonSerializerContext;

/// <summary>
/// The oversight log in the overseer's browser: entries with their records and proofs, which the page checks by itself. Acts about looks,
/// accounts, keys and the log are told whole; of what was done in a case the overseer gets that it was done, and the hash that proves it
/// unchanged, not what a case holds.
/// </summary>
internal static class LogPage
{
    /// <summary>Entries at once.</summary>
    private const int CountMax = 200;

    /// <summary>Bytes of a record that are sent; a longer one (a whole rulebook) is checked by <c>./sunqar verify-log</c>.</summary>
    private const int RecordMax = 64 << 10;

    /// <summary>Rooms whose acts the overseer reads whole.</summary>
    private static readonly string[] Open = ["access.", "people.", "oversight.", "log.", "keys.", "rules.", "second."];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/oversight/log", PageAsync).WithName("page:oversight-log");
        app.MapGet("/oversight/log/entries", Entries).WithName("data:oversight-log");
    }

    private static async Task<IResult> PageAsync(HttpContext http, ActDoor acts)
    {
        if (acts.Current is not { } desk || acts.Log is not { } log)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var look = new Look(Guid.NewGuid().ToString("N"), null, "oversight log", LookKind.View, [], LookFields.None, 0, 0, CountMax, null);
        var seen = await desk.DoAsync(look, http.Actor());
        return seen.IsDone ? ConsoleEndpoints.Page<OversightLogPage>(new { Key = log.Key.Text }) : CommandForms.Refusal(seen, "/oversight");
    }

    private static IResult Entries(ActDoor acts, ColleagueNames names, string? before)
    {
        if (acts.Log is not { Head: { } head } log)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var size = head.Head.Size;
        var until = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, size) : size;
        var from = Math.Max(0, until - CountMax);
        var (leaves, people) = (new List<ShownLeaf>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var record in log.Records(from, (int)(until - from)))
        {
            if (log.Inclusion(record.Sequence, size) is not { } proof)
                continue;
            var act = record.Act;
            if (act is not null)
                people.Add(act.Author);
            var why =
                record.Bytes.Length > RecordMax ? "long"
                : IsOpen(act) ? null
                : "case";
            leaves.Add(
                new ShownLeaf(
                    record.Sequence,
                    record.RecordedUs,
                    why is null ? Convert.ToBase64String(record.Bytes) : null,
                    why,
                    Convert.ToBase64String(proof.LeafHash),
                    why is null ? null : act?.Command,
                    proof.Path.Select(hash => Convert.ToBase64String(hash))
                )
            );
        }
        return TypedResults.Json(
            new ShownLog(head.Note, from, leaves, people.ToDictionary(one => one, names.Of)),
            LogJson.Default.ShownLog
        );
    }

    /// <summary>A second person's word in a case carries what was proposed there.</summary>
    private static bool IsOpen(Act? act) =>
        act is not null
        && Open.Any(room => act.Command.StartsWith(room, StringComparison.Ordinal))
        && (act.CaseId is null || !act.Command.StartsWith("second.", StringComparison.Ordinal));
}
