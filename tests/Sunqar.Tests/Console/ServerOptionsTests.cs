using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Server.Hosting;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

public class ServerOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.8.8.8:1")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080; http://[::1]:5080")]
    public void Loopback_needs_no_certificate(string urls)
    {
        var accepted = Assert.IsType<ServerOptionsOutcome.Accepted>(ServerOptions.Read(urls));
        Assert.All(accepted.Options.Addresses, address => Assert.True(address.IsLoopback));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "without TLS")]
    [InlineData("http://*:5080", "without TLS")]
    [InlineData("http://+:5080", "without TLS")]
    [InlineData("http://[::]:5080", "without TLS")]
    [InlineData("http://10.0.0.7:5080", "without TLS")]
    [InlineData("http://console.example:5080", "without TLS")]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.7:5080", "without TLS")]
    [InlineData("https://127.0.0.1:5443", "--certificate")]
    [InlineData("https://0.0.0.0:5443", "--certificate")]
    [InlineData("ftp://127.0.0.1", "is no address")]
    [InlineData("http://127.0.0.1:99999", "is no address")]
    [InlineData("http://127.0.0.1:5080/base", "is no address")]
    [InlineData("5080", "is no address")]
    [InlineData(" ; ", "no address given")]
    public void What_is_not_safe_is_refused_with_the_reason(string urls, string reason)
    {
        var refused = Assert.IsType<ServerOptionsOutcome.Refused>(ServerOptions.Read(urls));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_opens_the_way_beyond_loopback()
    {
        var folder = Directory.CreateTempSubdirectory("sunqar-");
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var made = new CertificateRequest("CN=console.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(
                DateTimeOffset.UnixEpoch,
                DateTimeOffset.UnixEpoch.AddYears(200)
            );
            var (pem, pfx) = (Path.Combine(folder.FullName, "c.pem"), Path.Combine(folder.FullName, "c.pfx"));
            File.WriteAllText(pem, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
            File.WriteAllBytes(pfx, made.Export(X509ContentType.Pkcs12, "word"));

            Assert.IsType<ServerOptionsOutcome.Accepted>(ServerOptions.Read("https://0.0.0.0:5443", pem));
            Assert.IsType<ServerOptionsOutcome.Accepted>(ServerOptions.Read("https://0.0.0.0:5443", pfx, password: "word"));
            Assert.Contains(
                "c.pfx",
                Assert.IsType<ServerOptionsOutcome.Refused>(ServerOptions.Read("https://0.0.0.0:5443", pfx, password: "other")).Reason,
                StringComparison.Ordinal
            );
            // A certificate does not make plain HTTP safe.
            Assert.IsType<ServerOptionsOutcome.Refused>(ServerOptions.Read("http://0.0.0.0:5080", pem));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_certificate_is_named() =>
        Assert.Contains(
            "/nowhere/c.pem",
            Assert.IsType<ServerOptionsOutcome.Refused>(ServerOptions.Read("https://0.0.0.0:5443", "/nowhere/c.pem")).Reason,
            StringComparison.Ordinal
        );
}
