using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Sunqar.Formats.Attestations;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Confirmations;

/// <summary>A bank enrols its customers' devices and ends them (docs/confirmation.md). The IIN lives for the length of the
/// request.</summary>
internal sealed class DeviceEndpoints(ActDoor acts, RegistryDoor registry, TimeProvider time)
{
    private const int DeviceLengthMax = 128,
        RelyingPartyLengthMax = 128;

    private static readonly Problem TooMany = new(
        429,
        "rate-limit",
        "Too many devices.",
        $"An institution enrols at most {CustomerQuestions.AnHourMax} devices, or asks for as many names, an hour; try again later."
    );

    private readonly CustomerQuestions _customers = new();

    public static void Map(IEndpointRouteBuilder app, ActDoor acts, RegistryDoor registry)
    {
        var endpoints = new DeviceEndpoints(acts, registry, TimeProvider.System);
        app.MapPost("/v1/devices", (RequestDelegate)endpoints.EnrolAsync).WithName("devices:enrol");
        app.MapPost("/v1/devices/{key}/end", (RequestDelegate)endpoints.EndAsync).WithName("devices:end");
        app.MapPost("/v1/persons", (RequestDelegate)endpoints.NameAsync).WithName("devices:person");
    }

    private async Task EnrolAsync(HttpContext context)
    {
        if (acts.Current is not { } people || registry.Current is null)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (body, problem) = await ConfirmationEndpoints.BodyAsync(
            context,
            ["iin", "device", "key", "relying_party", "attestation", "replaces"]
        );
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var point = body.Bytes("key") is { } spki ? Es256.ReadSpki(spki) : null;
        var relyingParty = body.Text("relying_party", RelyingPartyLengthMax) ?? "";
        problem =
            !Iin.TryParse(body.Text("iin", 12), out var iin, out _) ? MessageFields.Wrong("iin", "a valid IIN")
            : body.Text("device", DeviceLengthMax) is not { } device || device.Any(c => c is <= ' ' or > '~')
                ? MessageFields.Wrong("device", "the device as payments name it, 1 to 128 visible ASCII characters")
            : point is null ? MessageFields.Wrong("key", "a public key of P-256 (SubjectPublicKeyInfo, DER) in base64url")
            : body.Has("relying_party") && !IsDomain(relyingParty)
                ? MessageFields.Wrong("relying_party", "the domain that the authenticator's key is bound to, in small letters")
            : !_customers.TryTake(context.Actor().Institution!) ? TooMany
            : null;
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var institution = context.Actor().Institution!;
        if (!TryAttested(body, institution, point!, out var attestation, out problem))
        {
            await problem!.Send(context);
            return;
        }
        var (person, named) = (registry.Reserve(iin), registry.ReserveDevice(body.Text("device")!));
        var answer = await people.DoAsync(
            new EnrolDevice(
                EnrolDevice.IdOf(institution, point!),
                person,
                named,
                point!,
                relyingParty,
                attestation,
                body.Text("replaces", 64) ?? ""
            ),
            context.Actor()
        );
        if (!answer.IsDone || people.Read(state => state.Of<ConfirmationBook>().Key(answer.Text)) is not { Enrolled: var enrolled })
        {
            await Problem.Of(answer).Send(context);
            return;
        }
        await Results
            .Json(
                new
                {
                    Key = enrolled.EnrolmentId,
                    Person = registry.NameFor(institution, person),
                    enrolled.Attestation,
                    PeopleOnDevice = enrolled.People,
                    DevicesOfPerson = enrolled.Devices,
                },
                PlainJson.Options
            )
            .ExecuteAsync(context);
    }

    /// <summary>What could be verified of the key. An attestation that does not hold refuses the device: it was sent to be held to, and a
    /// forger could otherwise leave it at that.</summary>
    private bool TryAttested(in StrictBody body, string institution, string point, out string level, out Problem? problem)
    {
        (level, problem) = (EnrolDevice.Unattested, null);
        if (!body.Has("attestation"))
            return true;
        if (Chain(body.Root.GetProperty("attestation")) is not { } chain)
        {
            problem = MessageFields.Wrong("attestation", """{"android":[...]}: certificates in DER, base64url, that of the key first""");
            return false;
        }
        if (registry.Attestation is not { } judge)
            return true;
        var challenge = AndroidKeyAttestation.Challenge(institution, body.Text("device")!);
        switch (judge.Judge(chain, point, challenge, time.GetUtcNow()))
        {
            case KeyAttestation.Attested attested:
                level = attested.Level;
                return true;
            case KeyAttestation.Refused refused:
                problem = MessageFields.Wrong("attestation", $"an attestation of this key: {refused.Why}");
                return false;
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static List<byte[]>? Chain(JsonElement attestation)
    {
        if (
            attestation.ValueKind != JsonValueKind.Object
            || !attestation.TryGetProperty("android", out var sent)
            || sent.ValueKind != JsonValueKind.Array
            || sent.GetArrayLength() is 0 or > AndroidKeyAttestation.CertificatesMax
        )
        {
            return null;
        }
        var chain = new List<byte[]>();
        foreach (var one in sent.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String || !Base64Url.IsValid(one.GetString()))
                return null;
            chain.Add(Base64Url.DecodeFromChars(one.GetString()));
        }
        return chain;
    }

    private static bool IsDomain(string text) =>
        text.Length > 0
        && text == text.ToLowerInvariant()
        && Uri.CheckHostName(text) == UriHostNameType.Dns
        && text.Contains('.', StringComparison.Ordinal);

    private async Task EndAsync(HttpContext context)
    {
        if (acts.Current is not { } people)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (body, problem) = await ConfirmationEndpoints.BodyAsync(context, ["why"]);
        if (problem is null && !MessageFields.TryWord<DeviceEnd>(body.Text("why", 16), out _))
            problem = MessageFields.Wrong("why", "lost, replaced or revoked");
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var key = (string)context.Request.RouteValues["key"]!;
        MessageFields.TryWord<DeviceEnd>(body.Text("why", 16), out var why);
        if (key.Length > 40)
        {
            await MessageFields.Wrong("key", "the enrolment's id").Send(context);
            return;
        }
        var answer = await people.DoAsync(new EndDevice("end-" + key, key, why), context.Actor());
        if (answer.IsDone)
            await Results.Json(new { Key = answer.Text, answer.Sequence }, PlainJson.Options).ExecuteAsync(context);
        else
            await Problem.Of(answer).Send(context);
    }

    /// <summary>A customer's name at this institution, by which its verifier keeps templates: no IIN has to lie there.</summary>
    private async Task NameAsync(HttpContext context)
    {
        if (registry.Current is null)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (body, problem) = await ConfirmationEndpoints.BodyAsync(context, ["iin"]);
        var institution = context.Actor().Institution!;
        Iin iin = default;
        problem ??=
            !Iin.TryParse(body.Text("iin", 12), out iin, out _) ? MessageFields.Wrong("iin", "a valid IIN")
            : !_customers.TryTake(institution) ? TooMany
            : null;
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        await Results.Json(new { Person = registry.NameFor(institution, registry.Reserve(iin)) }, PlainJson.Options).ExecuteAsync(context);
    }
}
