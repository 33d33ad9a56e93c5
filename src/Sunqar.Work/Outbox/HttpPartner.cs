using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Posts each message as JSON, its id in <c>Idempotency-Key</c>. The partner answers 200 or 201 with
/// <c>{"status":"confirmed|accepted|refused","reference":"..."}</c>, 202 or 409 that it has it, 422 that it refuses; anything else is tried
/// again. An answer counts by its signature alone: <c>Sunqar-Signature</c>, ECDSA over SHA-256 of the message's id, a line feed and the
/// body, by the key of the register, in Base64.
/// </summary>
public sealed class HttpPartner : IPartner, IDisposable
{
    private const int AnswerBytesMax = 64 * 1024,
        ReferenceMax = 200;

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly ECDsa _key = ECDsa.Create();

    /// <param name="address">http or https; beyond loopback only https.</param>
    /// <param name="publicKey">By which it signs its answers, SubjectPublicKeyInfo.</param>
    public HttpPartner(Uri address, ReadOnlySpan<byte> publicKey, TimeSpan? patience = null)
    {
        _address = address;
        _key.ImportSubjectPublicKeyInfo(publicKey, out _);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = patience ?? TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    public async Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Content = new StringContent(message.Body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", message.Id);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await _client.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            var isAnswer = (int)response.StatusCode is 200 or 201 or 202 or 409 or 422;
            if (isAnswer && !IsSigned(response, message.Id, text))
                return PartnerAnswer.Failed("The answer is not signed by the partner's key.");
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => Read(text),
                HttpStatusCode.Accepted or HttpStatusCode.Conflict => new PartnerAnswer(Delivery.Accepted, Reference(text)),
                HttpStatusCode.UnprocessableEntity => new PartnerAnswer(Delivery.Refused, Reference(text)),
                var status => PartnerAnswer.Failed($"The partner answered {(int)status}."),
            };
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException || error is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return PartnerAnswer.Failed(error is TaskCanceledException ? "The partner did not answer in time." : error.Message);
        }
    }

    private bool IsSigned(HttpResponseMessage response, string id, string body)
    {
        if (!response.Headers.TryGetValues("Sunqar-Signature", out var values) || values.ToList() is not [{ Length: <= 128 } text])
            return false;
        Span<byte> signature = stackalloc byte[96];
        return Convert.TryFromBase64String(text, signature, out var length)
            && _key.VerifyData(Encoding.UTF8.GetBytes(id + "\n" + body), signature[..length], HashAlgorithmName.SHA256);
    }

    private static PartnerAnswer Read(string text) =>
        Member(text, "status") switch
        {
            "confirmed" => new PartnerAnswer(Delivery.Confirmed, Reference(text)),
            "accepted" => new PartnerAnswer(Delivery.Accepted, Reference(text)),
            "refused" => new PartnerAnswer(Delivery.Refused, Reference(text)),
            _ => PartnerAnswer.Failed("The partner's answer says neither confirmed, accepted nor refused."),
        };

    /// <summary>The partner's own number; what else it says may hold anything, and is not kept.</summary>
    private static string Reference(string text) =>
        Member(text, "reference") is { } reference ? new string([.. reference.Where(c => c is >= ' ' and <= '~').Take(ReferenceMax)]) : "";

    private static string? Member(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _key.Dispose();
    }
}
