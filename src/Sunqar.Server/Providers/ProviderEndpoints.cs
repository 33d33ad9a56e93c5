using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Providers;
using Sunqar.Core.Registry;
using Sunqar.Formats.Ivms101;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Registry;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Providers;

/// <summary>What a licensed platform calls with its own key, and what a supervisor sees of it (docs/providers.md).</summary>
internal static class ProviderEndpoints
{
    public static void Map(IEndpointRouteBuilder app, ActDoor acts, RegistryDoor registry)
    {
        app.MapPost("/v1/travel-rule", (HttpContext http) => TakeAsync(http, acts, TravelRuleBody.Read)).WithName("travel-rule:file");
        app.MapPost("/v1/reports", (HttpContext http) => TakeAsync(http, acts, ReportBody.Read)).WithName("reports:file");
        app.MapGet("/v1/duties", (HttpContext http) => OwnAsync(http, acts)).WithName("duties:own");
        app.MapGet("/providers", (HttpContext http) => ShowAsync(http, acts, registry)).WithName("page:providers");
        app.MapCommand(
            "/providers/{platform}/supervision",
            "supervision:open",
            form => new OpenSupervision(form.Key, form.Text("basis", 300), form.Route("platform"))
        );
        app.MapCommand(
            "/providers/{platform}/licence",
            "licence:change",
            form => new ChangeLicence(
                form.Key,
                null,
                form.Text("basis", 300),
                form.Route("platform"),
                form.Text("permission", 300),
                form.Text("status", 32),
                form.Text("reason", ChangeLicence.ReasonLengthMax),
                registry.Current ?? RegistrySnapshot.Empty
            )
        );
    }

    private static async Task TakeAsync(
        HttpContext http,
        ActDoor acts,
        Func<JsonElement, string, (Command? Command, Problem? Problem)> read
    )
    {
        if (acts.Current is not { } desk)
        {
            await Problem.Starting.Send(http);
            return;
        }
        var body = await Body.ReadAsync(http, Ivms101Json.BytesMax);
        if (body.IsTooLarge)
        {
            await (Problem.TooLarge with { Detail = $"A message has at most {Ivms101Json.BytesMax} bytes." }).Send(http);
            return;
        }
        var (command, problem) = Parsed(body, read);
        http.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        var answer = await desk.DoAsync(command!, http.Actor());
        if (!answer.IsDone)
        {
            await Problem.Of(answer).Send(http);
            return;
        }
        await Results
            .Json(
                new
                {
                    Id = command!.Key.Split(':', 2)[1],
                    Answer = answer.Text,
                    Duplicate = answer.IsRepeat,
                    answer.Sequence,
                },
                PlainJson.Options,
                statusCode: answer.IsRepeat ? 200 : 201
            )
            .ExecuteAsync(http);
    }

    private static (Command?, Problem?) Parsed(Body body, Func<JsonElement, string, (Command?, Problem?)> read)
    {
        try
        {
            using var json = MessageFields.Parse(body.Bytes, depthMax: 32);
            // The bytes as they came: the same message sent again has the same hash.
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var part in body.Bytes)
                hash.AppendData(part.Span);
            return read(json.RootElement, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (JsonException error)
        {
            return (
                null,
                new Problem(
                    400,
                    "invalid-message",
                    "The message cannot be taken.",
                    "This is no JSON.",
                    Column: (int)Math.Min(int.MaxValue, (error.BytePositionInLine ?? 0) + 1)
                )
            );
        }
    }

    private static Task OwnAsync(HttpContext http, ActDoor acts)
    {
        if (acts.Current is not { } desk || http.Actor().Institution is not { } platform)
            return Problem.Starting.Send(http);
        var record = desk.Read(state => state.Of<ProviderBook>().Record(platform, desk.NowUs));
        return Results.Json(Described(record), PlainJson.Options).ExecuteAsync(http);
    }

    private static object Described(ProviderRecord record) =>
        new
        {
            record.Platform,
            record.Due,
            record.Open,
            record.OnTime,
            record.Late,
            record.Missing,
            record.Incomplete,
            record.Step,
            Supervision = record.SupervisionId,
            Breaches = record.Breaches.Select(breach => new
            {
                breach.Duty.Kind,
                breach.Duty.Reference,
                breach.Standing,
                Arose = PlainJson.Time(breach.Duty.AroseUs),
                Due = PlainJson.Time(breach.Duty.DueUs),
                Filed = breach.FiledUs is { } at ? PlainJson.Time(at) : null,
            }),
        };

    private static IResult ShowAsync(HttpContext http, ActDoor acts, RegistryDoor registry)
    {
        var register = registry.Current ?? RegistrySnapshot.Empty;
        var nowUs = acts.Current?.NowUs ?? 0;
        var records = acts.Current is not { } desk
            ? []
            : desk.Read(state =>
            {
                var book = state.Of<ProviderBook>();
                return register
                    .AllListings.Where(l => l is { Kind: "platform", IsPressClaim: false, Regime.Length: > 0 })
                    .Select(l => l.Code)
                    .Concat(book.Platforms)
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Order(StringComparer.Ordinal)
                    .Select(code => book.Record(code, nowUs))
                    .ToList();
            });
        return ConsoleEndpoints.Page<ProvidersPage>(
            new
            {
                Records = records,
                Registry = register,
                NowUs = nowUs,
                IsSupervisor = http.Actor().Role == Role.Supervisor,
            }
        );
    }
}

/// <summary><c>{"id","transfer":{"chain","transaction","from","to","amount_usd","time"},"ivms101":{...}}</c>.</summary>
internal static class TravelRuleBody
{
    public static (Command?, Problem?) Read(JsonElement root, string hash)
    {
        if (MessageFields.Text(root, "id", 48) is not { } id || id.Any(c => c is <= ' ' or > '~'))
            return (null, MessageFields.Wrong("id", "1 to 48 visible ASCII characters"));
        if (!root.TryGetProperty("transfer", out var transfer))
            return (null, MessageFields.Wrong("transfer", "an object"));
        if (MessageFields.Text(transfer, "chain", 32) is not { } chain)
            return (null, MessageFields.Wrong("transfer.chain", "tron, ethereum, bitcoin, ..."));
        if (MessageFields.Text(transfer, "transaction", 128) is not { } transaction)
            return (null, MessageFields.Wrong("transfer.transaction", "the transaction's id on its chain"));
        if (MessageFields.Text(transfer, "from", 128) is not { } from)
            return (null, MessageFields.Wrong("transfer.from", "the sending wallet"));
        if (MessageFields.Text(transfer, "to", 128) is not { } to)
            return (null, MessageFields.Wrong("transfer.to", "the receiving wallet"));
        if (!MessageFields.TryMicro(transfer, "amount_usd", out var usd))
            return (null, MessageFields.Wrong("transfer.amount_usd", "a decimal above zero as a text, e.g. \"1500.25\""));
        if (!MessageFields.TryTime(transfer, "time", out var timeUs))
            return (null, MessageFields.Wrong("transfer.time", "an ISO 8601 time"));
        if (!root.TryGetProperty("ivms101", out var payload))
            return (null, MessageFields.Wrong("ivms101", "an identity payload of IVMS101, 2020 or 2023"));
        return Ivms101Json.Of(payload, "ivms101") switch
        {
            IvmsReading.Refused refused => (
                null,
                MessageFields.Wrong(refused.Field, refused.Expected) with
                {
                    Detail = $"{refused.Field}: {refused.Reason}; expected {refused.Expected}",
                }
            ),
            IvmsReading.Read read => (
                new FileTravelRule(
                    "travel:" + id,
                    id,
                    chain,
                    transaction,
                    from,
                    to,
                    usd,
                    timeUs,
                    read.Payload.Version,
                    Parts(read.Payload.Originator),
                    Parts(read.Payload.Beneficiary),
                    hash
                ),
                null
            ),
            _ => throw new InvalidOperationException("A reading that this address does not know."),
        };
    }

    private static TravelRuleParty Parts(IvmsParty party) =>
        new(
            party.Names.Count > 0,
            party.Accounts.Count > 0,
            party.HasAddress,
            party.NationalId is not null,
            party.CustomerId is not null,
            party.BirthDate is not null && party.BirthPlace is not null
        );
}

/// <summary><c>{"id","kind":"threshold|suspicion","references":[...],"occurred"}</c>.</summary>
internal static class ReportBody
{
    public static (Command?, Problem?) Read(JsonElement root, string hash)
    {
        if (MessageFields.Text(root, "id", 48) is not { } id || id.Any(c => c is <= ' ' or > '~'))
            return (null, MessageFields.Wrong("id", "1 to 48 visible ASCII characters"));
        if (!MessageFields.TryWord<DutyKind>(MessageFields.Text(root, "kind", 16), out var kind))
            return (null, MessageFields.Wrong("kind", "threshold or suspicion"));
        if (
            !root.TryGetProperty("references", out var references)
            || references.ValueKind != JsonValueKind.Array
            || references.GetArrayLength() > FileReport.ReferencesMax
            || references.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String || item.GetString()!.Any(char.IsControl))
        )
        {
            return (null, MessageFields.Wrong("references", $"1 to {FileReport.ReferencesMax} payments, transactions or wallets"));
        }
        return MessageFields.TryTime(root, "occurred", out var occurredUs)
            ? (
                new FileReport("report:" + id, id, kind, [.. references.EnumerateArray().Select(item => item.GetString()!)], occurredUs),
                null
            )
            : (null, MessageFields.Wrong("occurred", "an ISO 8601 time"));
    }
}
