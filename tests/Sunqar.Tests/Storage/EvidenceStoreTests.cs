using System.Security.Cryptography;
using System.Text;
using Sunqar.Storage.Evidence;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Storage;

public sealed class EvidenceStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evidence").FullName;
    private readonly KeyStore _keys;

    public EvidenceStoreTests() => _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    [Fact]
    public void Bytes_come_back_by_their_hash_and_the_file_does_not_show_them()
    {
        var store = new EvidenceStore(_folder, _keys);
        var bytes = Encoding.UTF8.GetBytes("what the phone held, what the phone held");
        var hash = store.Put(bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
        Assert.Equal(hash, store.Put(bytes));
        Assert.Equal(bytes, new EvidenceStore(_folder, _keys).Get(hash));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "evidence"), "*", SearchOption.AllDirectories));
        Assert.DoesNotContain("phone", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        Assert.Null(store.Get(new string('0', 64)));
        Assert.Null(store.Get("../../key"));
    }

    [Fact]
    public void A_changed_file_or_one_in_anothers_place_does_not_open()
    {
        var store = new EvidenceStore(_folder, _keys);
        var (one, other) = (store.Put("one"u8), store.Put("other"u8));
        string PathOf(string hash) => Path.Combine(_folder, "evidence", hash[..2], hash);
        File.Copy(PathOf(other), PathOf(one), overwrite: true);
        Assert.Throws<InvalidDataException>(() => store.Get(one));
        var bytes = File.ReadAllBytes(PathOf(other));
        bytes[^1] ^= 1;
        File.WriteAllBytes(PathOf(other), bytes);
        Assert.Throws<InvalidDataException>(() => store.Get(other));
    }

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
