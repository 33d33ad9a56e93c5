using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Nodes;

/// <summary>
/// By what nodes know each other, both ways: a certificate over the key pair that the root key gives. Whoever has that key is a node;
/// names, dates and issuers say nothing here, and no authority is asked.
/// </summary>
public sealed class NodeCertificate : IDisposable
{
    private const int YearsMax = 10;

    private readonly byte[] _publicKey;

    public NodeCertificate(string rootKey)
    {
        using var key = NodeKey.Read(rootKey);
        _publicKey = key.ExportSubjectPublicKeyInfo();
        var request = new CertificateRequest("CN=sunqar node", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsMax));
    }

    public X509Certificate2 Certificate { get; }

    public bool IsOfNode(X509Certificate? other) =>
        other is X509Certificate2 certificate
        && CryptographicOperations.FixedTimeEquals(certificate.PublicKey.ExportSubjectPublicKeyInfo(), _publicKey);

    public void Dispose() => Certificate.Dispose();
}
