using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunqar.Client;

/// <summary>
/// Sends a request again, the same bytes under the same id, until it is answered: after a lost connection, after an answer that did not
/// come in time, and after 429 and 503, not before <c>Retry-After</c>. Sending again is always safe: the same id and content gets the same
/// decision.
/// </summary>
/// <param name="tries">How often it is sent at most; the last answer, or fault, is handed on.</param>
/// <param name="perTry">How long one answer is waited for.</param>
public sealed class Patience(HttpMessageHandler inner, int tries = 6, TimeSpan? perTry = null) : DelegatingHandler(inner)
{
    private readonly TimeSpan _perTry = perTry ?? TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancel);
        for (var left = tries - 1; ; left--)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(_perTry);
            TimeSpan? after = null;
            try
            {
                var answer = await base.SendAsync(Again(request, body), patience.Token);
                if (left == 0 || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                    return answer;
                after = answer.Headers.RetryAfter?.Delta;
                answer.Dispose();
            }
            catch (Exception lost)
                when (left > 0 && !cancel.IsCancellationRequested && lost is HttpRequestException or OperationCanceledException)
            {
                // Whether it was decided is left open: the same again finds out.
            }
            await Task.Delay(after ?? TimeSpan.FromMilliseconds(200 * Math.Pow(2, tries - left)), cancel);
        }
    }

    private static HttpRequestMessage Again(HttpRequestMessage request, byte[]? body)
    {
        var again = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers)
            again.Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (body is not null)
        {
            again.Content = new ByteArrayContent(body);
            foreach (var header in request.Content!.Headers)
                again.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
        return again;
    }
}

public partial class SunqarClient
{
    /// <summary>A client of a server, by an institution's key.</summary>
    public static SunqarClient Of(Uri server, string key)
    {
        var http = new HttpClient(new Patience(new SocketsHttpHandler())) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new SunqarClient(http);
    }

    /// <summary>A field that is not there is left out: null is no value of any field.</summary>
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}

public partial class Confirmation
{
    /// <summary>The institution's word.</summary>
    public static Confirmation Of(Word word) => Shaped(word);

    /// <summary>What a customer's device signed.</summary>
    public static Confirmation Of(DeviceAnswer answer) => Shaped(answer);

    /// <summary>What a verifier of fingers and faces stated.</summary>
    public static Confirmation Of(VerifierAnswer answer) => Shaped(answer);

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static Confirmation Shaped<T>(T answer) =>
        JsonSerializer.SerializeToElement(answer, WithoutNulls).Deserialize<Confirmation>()!;
}
