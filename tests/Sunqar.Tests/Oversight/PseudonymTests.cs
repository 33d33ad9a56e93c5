using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Oversight;

public sealed class PseudonymTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("names").FullName;

    private KeyStore Open() => new(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    [Fact]
    public void The_same_person_has_one_name_in_a_case_another_in_the_next_and_both_last()
    {
        var subjects = Enumerable.Range(1, 2000).Select(i => new SubjectId((ulong)i)).ToArray();
        IReadOnlyDictionary<SubjectId, string> first,
            other;
        using (var keys = Open())
        {
            var key = new PseudonymKey(keys);
            (first, other) = (key.In("case-1").Of(subjects), key.In("case-2").Of(subjects));
        }
        using var again = Open();
        Assert.Equal(first, new PseudonymKey(again).In("case-1").Of(subjects.Reverse()));
        Assert.All(subjects, subject => Assert.NotEqual(first[subject], other[subject]));
        Assert.Empty(first.Values.Intersect(other.Values));
        Assert.All(first.Values, name => Assert.Matches("^P-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", name));
    }

    [Fact]
    public void Who_lacks_the_key_computes_another_name()
    {
        using var keys = Open();
        using var others = new KeyStore(Path.Combine(_folder, "keys2"), Path.Combine(_folder, "key2"));
        Assert.NotEqual(
            new PseudonymKey(keys).In("case-1").Of(new SubjectId(5)),
            new PseudonymKey(others).In("case-1").Of(new SubjectId(5))
        );
    }

    [Fact]
    public void Two_who_share_a_short_name_get_longer_ones_and_the_short_one_is_nobodys()
    {
        // A weak key: the first 40 bits are the same for even subjects, and 60 bits for every fourth.
        static UInt128 Weak(SubjectId subject) =>
            subject.Value % 4 == 0 ? (UInt128)(subject.Value & 0xFFFFF)
            : subject.Value % 2 == 0 ? (UInt128)subject.Value << 20 & ~((UInt128)0xFF_FFFF_FFFF << 40)
            : (UInt128)subject.Value * 0x1_0000_0001_0001;
        var names = new Pseudonyms(Weak);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<ushort[]>(),
                numbers =>
                {
                    var subjects = numbers.Where(number => number > 0).Select(number => new SubjectId(number)).Distinct().ToArray();
                    var named = names.Of(subjects);
                    Assert.Equal(subjects.Length, named.Count);
                    Assert.Equal(named.Count, named.Values.Distinct().Count());
                    Assert.All(subjects, subject => Assert.Equal(subject, names.Find(named[subject], subjects)));
                }
            )
        );
        SubjectId[] alike = [new(4), new(8), new(3)];
        Assert.Equal(SubjectId.None, names.Find("P-0000-0000", alike));
        Assert.Equal(new SubjectId(4), names.Find("P-0000-0000-0000-0004", alike));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
