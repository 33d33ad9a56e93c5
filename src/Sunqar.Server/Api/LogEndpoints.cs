using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Log;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Api;

/// <summary>
/// The oversight log as anybody may check it: its newest signed head, proofs, and leaf hashes. A hash tells nothing of a record that holds
/// a random key, so these are public; the records themselves are the overseer's (docs/oversight-log.md).
/// </summary>
internal static class LogEndpoints
{
    private const string NoteType = "text/plain; charset=utf-8";

    private static readonly Problem NoHead = new(
        503,
        "not-ready",
        "The log has no head yet.",
        "The first head is signed when the journal has been replayed; ask again in a moment."
    );
    private static readonly Problem Beyond = new(
        404,
        "no-such-tree",
        "No such leaf or tree.",
        "The newest head does not cover it; see /v1/log/head."
    );

    public static void Map(IEndpointRouteBuilder app, ActDoor door)
    {
        app.MapGet("/v1/log/head", (HttpContext context) => Head(context, door)).WithName("log:head");
        app.MapGet("/v1/log/proof/inclusion", (HttpContext context) => Ask(context, door, "leaf", "size", Inclusion))
            .WithName("log:inclusion");
        app.MapGet("/v1/log/proof/consistency", (HttpContext context) => Ask(context, door, "from", "to", Consistency))
            .WithName("log:consistency");
        app.MapGet("/v1/log/streams", (HttpContext context) => StreamsAsync(context, door)).WithName("log:streams");
        app.MapGet("/v1/log/leaves", (HttpContext context) => Ask(context, door, "from", "count", Leaves)).WithName("log:leaves");
    }

    private static Task Head(HttpContext context, ActDoor door) =>
        door.Log?.Head is { } head ? Results.Text(head.Note, NoteType).ExecuteAsync(context) : NoHead.Send(context);

    /// <summary>The leaf that last said where the journal's streams stand, whole, with its proof: names of streams, counts and hashes, and
    /// no person's act.</summary>
    private static Task StreamsAsync(HttpContext context, ActDoor door)
    {
        if (door.Log is not { Head: { } head } log)
            return NoHead.Send(context);
        var (leaf, size) = (door.Marked, head.Head.Size);
        if (log.Record(leaf) is not { } record || log.Inclusion(leaf, size) is not { } proof)
            return Beyond.Send(context);
        return Results
            .Json(
                new
                {
                    leaf,
                    size,
                    recorded_us = record.RecordedUs,
                    record = Convert.ToBase64String(record.Bytes),
                    root = Convert.ToBase64String(proof.Root),
                    proof = Texts(proof.Path),
                }
            )
            .ExecuteAsync(context);
    }

    private static Task Ask(HttpContext context, ActDoor door, string first, string second, Func<OversightLog, long, long, object?> answer)
    {
        if (!TryNumber(context, first, out var one))
            return Wrong(first).Send(context);
        if (!TryNumber(context, second, out var two))
            return Wrong(second).Send(context);
        if (door.Log is not { Head: not null } log)
            return NoHead.Send(context);
        return answer(log, one, two) is { } found ? Results.Json(found).ExecuteAsync(context) : Beyond.Send(context);
    }

    private static bool TryNumber(HttpContext context, string name, out long number)
    {
        number = 0;
        return context.Request.Query.TryGetValue(name, out var values)
            && values.Count == 1
            && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static Problem Wrong(string name) =>
        new(
            400,
            "invalid-query",
            "The question cannot be read.",
            $"{name}: expected one whole number, 0 or more.",
            name,
            "a whole number, 0 or more"
        );

    private static object? Inclusion(OversightLog log, long leaf, long size) =>
        log.Inclusion(leaf, size) is { } proof
            ? new
            {
                leaf,
                size,
                leaf_hash = Convert.ToBase64String(proof.LeafHash),
                root = Convert.ToBase64String(proof.Root),
                proof = Texts(proof.Path),
            }
            : null;

    private static object? Consistency(OversightLog log, long from, long to) =>
        log.Consistency(from, to) is { } proof
            ? new
            {
                from,
                to,
                proof = Texts(proof),
            }
            : null;

    private static object? Leaves(OversightLog log, long from, long count) =>
        new { from, hashes = Texts(log.Leaves(from, (int)Math.Min(count, OversightLog.LeavesMax))) };

    private static IEnumerable<string> Texts(IReadOnlyList<byte[]> hashes) => hashes.Select(hash => Convert.ToBase64String(hash));
}
