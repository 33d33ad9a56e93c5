using System.Text;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Storage;

public sealed class CredentialFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credentials").FullName;
    private readonly KeyStore _keys;

    public CredentialFileTests() => _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    private string File => Path.Combine(_folder, "credentials");

    private CredentialFile Open() => new(_folder, _keys);

    private static Credential Of(string account, string name, string hash = "hash-of-it") => new(account, name, hash, [1, 2, 3], []);

    [Fact]
    public void What_was_put_is_found_after_a_restart_and_nobody_else_reads_it()
    {
        Assert.True(Open().Put(Of("a-1", "an.officer"), _ => true));
        Assert.Equal("hash-of-it", Open().OfName("an.officer")!.PasswordHash);
        Assert.Equal([1, 2, 3], Open().OfAccount("a-1")!.TotpSecret);
        Assert.Null(Open().OfName("nobody"));
        var text = Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(File));
        Assert.DoesNotContain("an.officer", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash-of-it", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_name_is_one_accounts_and_what_nobody_holds_is_let_go()
    {
        var credentials = Open();
        credentials.Put(Of("a-1", "x.y.z"), _ => true);
        Assert.False(credentials.Put(Of("a-2", "x.y.z"), _ => true));
        Assert.True(credentials.Put(Of("a-2", "x.y.z"), id => id == "a-2"));
        Assert.Null(Open().OfAccount("a-1"));
        Assert.Equal("a-2", Open().OfName("x.y.z")!.AccountId);
    }

    [Fact]
    public void A_replaced_credential_is_gone()
    {
        var credentials = Open();
        credentials.Put(Of("a-1", "before"), _ => true);
        credentials.Put(Of("a-1", "after", "other"), _ => true);
        Assert.Null(Open().OfName("before"));
        Assert.Equal("other", Open().OfName("after")!.PasswordHash);
        credentials.Remove("a-1");
        Assert.Null(Open().OfName("after"));
    }

    [Fact]
    public void A_file_of_another_root_key_or_a_changed_one_is_refused()
    {
        Open().Put(Of("a-1", "x.y.z"), _ => true);
        using (var others = new KeyStore(Path.Combine(_folder, "keys-2"), Path.Combine(_folder, "key-2")))
        {
            Assert.Throws<KeyStoreException>(() => new CredentialFile(_folder, others));
        }
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            System.IO.File.WriteAllBytes(File, bytes);
            Assert.Throws<KeyStoreException>(() => Open());
            bytes[i] ^= 1;
        }
        System.IO.File.WriteAllBytes(File, bytes[..10]);
        Assert.Throws<KeyStoreException>(() => Open());
    }

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
