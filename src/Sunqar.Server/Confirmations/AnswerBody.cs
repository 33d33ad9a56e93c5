using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Confirmations;

/// <summary>
/// The body of an answer to a challenge (docs/confirmation.md): <c>{"by":"device",…}</c> of the person's device,
/// <c>{"by":"verifier",…}</c> of the institution's verifier. Signatures are not judged here.
/// </summary>
internal static class AnswerBody
{
    private const string Device = "device",
        Verifier = "verifier";

    private static readonly string[] DeviceFields =
    [
        "by",
        "challenge",
        "key",
        "flags",
        "signature",
        "client_data",
        "authenticator_data",
        "declined",
    ];

    private static readonly string[] VerifierFields = ["by", "challenge", "statement"];

    /// <summary>Whether a body is such an answer; what is none is left to the reader of mere words.</summary>
    public static bool IsOne(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 3 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("by"u8))
                {
                    return reader.Read()
                        && reader.TokenType == JsonTokenType.String
                        && (reader.ValueTextEquals("device"u8) || reader.ValueTextEquals("verifier"u8));
                }
            }
        }
        catch (JsonException)
        {
            // The reader of words says what is wrong.
        }
        return false;
    }

    /// <summary>The command that the body asks for, and what it would confirm; or the problem.</summary>
    /// <param name="paymentId">Of the address.</param>
    /// <param name="statement">Takes a verifier's statement apart.</param>
    public static (Command? Command, Confirmation Confirmation, Problem? Problem) Read(
        in ReadOnlySequence<byte> bytes,
        string paymentId,
        Func<StatementToRead, AnswerByVerifier?> statement
    )
    {
        var content = bytes.ToArray();
        // Sent again it is the same act: its key is what it says.
        var key =
            "answer-"
            + Convert.ToHexStringLower(
                SHA256.HashData([.. SHA256.HashData(content), .. System.Text.Encoding.UTF8.GetBytes(paymentId)]).AsSpan(0, 16)
            );
        if (StrictBody.Read(bytes, [.. DeviceFields, .. VerifierFields[2..]], out var body) is { } problem)
            return (null, default, problem);
        if (body.Text("challenge") is not { } challenge)
            return (null, default, MessageFields.Wrong("challenge", "the challenge's bytes, as they were given out, in base64url"));
        return body.Text("by", 16) == Verifier
            ? OfVerifier(body, key, paymentId, challenge, statement)
            : OfDevice(body, key, paymentId, challenge);
    }

    private static (Command?, Confirmation, Problem?) OfVerifier(
        in StrictBody body,
        string key,
        string paymentId,
        string challenge,
        Func<StatementToRead, AnswerByVerifier?> statement
    )
    {
        if (Foreign(body, VerifierFields) is { } foreign)
            return (null, default, foreign);
        return body.Bytes("statement") is { } bytes && statement(new StatementToRead(key, paymentId, challenge, bytes)) is { } command
            ? (command, Confirmation.SignedBiometrics, null)
            : (null, default, MessageFields.Wrong("statement", "a verifier's statement: COSE_Sign1 in base64url (docs/verifier.md)"));
    }

    private static (Command?, Confirmation, Problem?) OfDevice(in StrictBody body, string key, string paymentId, string challenge)
    {
        if (Foreign(body, DeviceFields) is { } foreign)
            return (null, default, foreign);
        if (body.Has("declined"))
        {
            return body.Root.GetProperty("declined").ValueKind == JsonValueKind.True && !body.Has("signature")
                ? (new DeclineChallenge(key, paymentId, challenge), Confirmation.SignedSender, null)
                : (null, default, MessageFields.Wrong("declined", "true, and no signature"));
        }
        if (body.Text("key", 64) is not { } enrolment)
            return (null, default, MessageFields.Wrong("key", "the enrolment's id, as it was answered"));
        if (body.Text("signature") is not { } signature)
            return (null, default, MessageFields.Wrong("signature", "the signature in base64url"));
        var (client, authenticator) = (body.Text("client_data") ?? "", body.Text("authenticator_data") ?? "");
        var flags = 0;
        if (
            client.Length == 0
            && (!body.Root.TryGetProperty("flags", out var said) || said.ValueKind != JsonValueKind.Number || !said.TryGetInt32(out flags))
        )
        {
            return (null, default, MessageFields.Wrong("flags", "1 where somebody was present, 5 where the device knew the person"));
        }
        return (
            new AnswerByDevice(key, paymentId, challenge, enrolment, flags, client, authenticator, signature),
            Confirmation.SignedSender,
            null
        );
    }

    private static Problem? Foreign(in StrictBody body, string[] fields)
    {
        foreach (var property in body.Root.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
                return MessageFields.Wrong(property.Name, $"nothing: beside by there are {string.Join(", ", fields[1..])}");
        }
        return null;
    }

    /// <summary>Which kind of proof a challenge is asked for.</summary>
    public static Core.Registry.ProofMeans MeansOf(string? by) =>
        by switch
        {
            Device => Core.Registry.ProofMeans.Device,
            Verifier => Core.Registry.ProofMeans.Biometrics,
            _ => Core.Registry.ProofMeans.None,
        };
}

/// <summary>A verifier's statement that is yet to be taken apart.</summary>
/// <param name="Challenge">The challenge's canonical bytes in base64url.</param>
/// <param name="Bytes">COSE_Sign1.</param>
internal readonly record struct StatementToRead(string Key, string PaymentId, string Challenge, byte[] Bytes);
