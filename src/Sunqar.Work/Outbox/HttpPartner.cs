using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Posts each message as JSON, its id in <c>Idempotency-Key</c>. The partner answers 200 or 201 with
/// <c>{"status":"confirmed|accepted|refused","reference":"..."}</c>, 202 or 409 that it has it, 422 that it refuses; anything else is tried
/// again.
/// </summary>
public sealed class HttpPartner : IPartner, IDisposable
{
    private const int AnswerBytesMax = 64 * 1024,
        ReferenceMax = 200;

    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <param name="address">http or https; beyond loopback only https.</param>
    public HttpPartner(Uri address, TimeSpan? patience = null)
    {
        _address = address;
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

    public void Dispose() => _client.Dispose();
}
