using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Core.Confirmations;

namespace Sunqar.Cli.Verbs;

/// <summary>What a bank's app keeps of one customer on one telephone. The key would lie in the telephone's hardware; here it lies in a file
/// that its owner alone can read, for the demo.</summary>
/// <param name="Enrolment">The enrolment's id; empty before it.</param>
/// <param name="PrivateKey">PKCS #8, base64url.</param>
internal sealed record WalletFile(string Iin, string Device, string Enrolment, string Person, string PrivateKey)
{
    private const int BytesMax = 4_096;

    public static WalletFile Create(string iin, string device)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new WalletFile(iin, device, "", "", Base64Url.EncodeToString(key.ExportPkcs8PrivateKey()));
    }

    /// <summary>Null where there is none, and why.</summary>
    public static (WalletFile? Wallet, string Why) Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > BytesMax })
                return (null, $"{path}: a wallet has at most {BytesMax} bytes");
            var wallet = JsonSerializer.Deserialize<WalletFile>(File.ReadAllBytes(path));
            if (wallet?.PrivateKey is null)
                return (null, $"{path}: not a wallet; make one by sunqar wallet create");
            using var key = wallet.Key();
            return (wallet, "");
        }
        catch (Exception error) when (error is JsonException or FormatException or CryptographicException)
        {
            return (null, $"{path}: not a wallet; make one by sunqar wallet create");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, error.Message);
        }
    }

    /// <summary>Written aside and renamed, readable by its owner alone.</summary>
    public void Write(string path)
    {
        var aside = path + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options))
            JsonSerializer.Serialize(file, this);
        File.Move(aside, path, overwrite: true);
    }

    public string PublicKey()
    {
        using var key = Key();
        return Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The answer to a challenge, as a bank sends it on.</summary>
    public string Answer(ConfirmationChallenge challenge)
    {
        using var key = Key();
        const byte Flags = BareAnswer.Present | BareAnswer.Verified;
        return JsonSerializer.Serialize(
            new
            {
                by = "device",
                challenge = Base64Url.EncodeToString(challenge.ToBytes()),
                key = Enrolment,
                flags = Flags,
                signature = Base64Url.EncodeToString(key.SignData(BareAnswer.Message(challenge, Flags), HashAlgorithmName.SHA256)),
            }
        );
    }

    private ECDsa Key()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Base64Url.DecodeFromChars(PrivateKey), out _);
        return key;
    }
}
