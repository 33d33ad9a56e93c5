using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>Over TLS the cookie is bound to this host, and the certificate says which names are ours.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-tls-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=console.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("console.example");
        names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, made.Export(X509ContentType.Pfx));
        return file;
    }

    [Fact]
    public async Task The_cookie_is_the_hosts_own_and_foreign_names_are_refused()
    {
        using var folder = DataFolder.Open(Path.Combine(_folder, "data"));
        await using var acts = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        var (access, readiness) = (new AccessDoor(), new Readiness());
        var doors = new Doors { Access = access };
        access.Open(new CredentialFile(Path.Combine(_folder, "data"), folder.Keys));
        access.Tell(isSimulated: false);
        doors.Acts.Open(acts);
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("https://0.0.0.0:0", Certificate())).Options;
        await using var app = ServerHost.Create(options, SampleConsole.Create(), readiness, doors);
        await app.StartAsync(Cancel);
        var port = new Uri(
            app.Urls.Single()
                .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
        ).Port;

        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(port, "evil.example", "/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(port, "console.example", "/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(port, "192.0.2.7", "/health")).StatusCode);
        var page = await AskAsync(port, "console.example", "/sign-in");
        Assert.Contains("max-age=", page.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        Assert.Contains("secure", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);

        var path = (await FirstAdmin.InviteAsync(acts))!;
        var enrolled = await EnrolAsync(port, path);
        var cookie = enrolled.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("__Host-sunqar=", StringComparison.Ordinal));
        foreach (var part in (string[])["secure", "httponly", "samesite=strict", "path=/"])
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        await app.StopAsync(Cancel);
    }

    private static HttpClient Client() =>
        new(
            new HttpClientHandler
            {
                AllowAutoRedirect = false,
                ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        );

    private static async Task<HttpResponseMessage> AskAsync(int port, string host, string path)
    {
        using var client = Client();
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{port}{path}");
        ask.Headers.Host = $"{host}:{port}";
        ask.Headers.TryAddWithoutValidation("Accept", "text/html");
        return await client.SendAsync(ask, Cancel);
    }

    private static async Task<HttpResponseMessage> EnrolAsync(int port, string path)
    {
        using var client = Client();
        client.BaseAddress = new Uri($"https://127.0.0.1:{port}");
        var page = await client.GetStringAsync(path, Cancel);
        var secret = System
            .Text.RegularExpressions.Regex.Match(page, "<code class=\"secret\">([^<]+)<")
            .Groups[1]
            .Value.Replace(" ", "", StringComparison.Ordinal);
        var code = Totp.Code(SimpleBase.Base32.Rfc4648.Decode(secret), Totp.StepAt(DateTimeOffset.UtcNow));
        return await StaffedServer.PostAsync(client, path, ("name", "the.admin"), ("password", StaffedServer.Password), ("code", code));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
