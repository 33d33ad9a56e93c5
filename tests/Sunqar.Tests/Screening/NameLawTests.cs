using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Xunit;

namespace Sunqar.Tests.Screening;

/// <summary>Laws of names: what must change nothing, or lose only a little, however a name is dressed; and what must not come
/// nearer.</summary>
public class NameLawTests
{
    private static int Score(string asked, string listed, WatchlistPartyKind kind = WatchlistPartyKind.Unknown)
    {
        var entry = new WatchlistEntry("1", kind, [], [new ListedName(listed, "", true, false)], [], 0, []);
        var hits = new Screener(ScreeningIndex.Of([("l", "1", [entry])])).Screen(new(asked), scoreMin: 0);
        return hits.Count == 0 ? 0 : hits[0].Score;
    }

    private static void SameBothWays(string one, string other, int least = Screener.HitMin, WatchlistPartyKind kind = default)
    {
        Assert.True(Score(one, other, kind) >= least, $"{one} asked, {other} listed: {Score(one, other, kind)}");
        Assert.True(Score(other, one, kind) >= least, $"{other} asked, {one} listed: {Score(other, one, kind)}");
    }

    private static readonly string[] People =
    [
        "Yerkin Nurlanuly Karimbayev",
        "İlhan Işıkoğlu",
        "Fyodor Yuryevich Shchepkovskiy",
        "Jörg Müllheimer",
        "Abd al-Rahman Yusuf al-Zubayrani",
        "Maria Jose Gonzalez de la Veguilla",
        "Pak Tong Hyok",
        "Tadhg O'Hargan",
        "Қайрат Әбдірахманұлы Төлегенов",
    ];

    /// <summary>Case, compatibility letters, blanks and invisible signs are no part of a name.</summary>
    [Fact]
    public void Case_compatibility_letters_and_blanks_change_nothing()
    {
        foreach (var name in People)
        {
            foreach (
                var same in (string[])
                    [
                        name.ToUpperInvariant(),
                        name.ToLowerInvariant(),
                        FullWidth(name),
                        $"  {name.Replace(" ", "  ", StringComparison.Ordinal)}\t",
                        "\u200e" + name,
                    ]
            )
            {
                SameBothWays(name, same, 100);
            }
        }
        SameBothWays("ﬁlip ﬂorescu", "Filip Florescu", 100);
        SameBothWays("𝐘𝐞𝐫𝐤𝐢𝐧 Karimbayev", "Yerkin Karimbayev", 100);
        SameBothWays("ﻋﺒﺪ ﺍﻟﺮﺣﻤﻦ", "عبد الرحمن", 100);
        SameBothWays("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ");
        SameBothWays("Battalion ⑬", "Battalion 13", 100, WatchlistPartyKind.Entity);
    }

    private static string FullWidth(string name) =>
        string.Concat(name.Select(c => c is > ' ' and <= '~' and not '\'' ? (char)(c + 0xFEE0) : c));

    [Theory]
    [InlineData("İlhan Işıkoğlu", "Ilhan Isikoglu")]
    [InlineData("Şükrü Çağlayan", "Sukru Caglayan")]
    [InlineData("Jörg Müllheimer", "Joerg Muellheimer")]
    [InlineData("Jörg Müllheimer", "Jorg Mullheimer")]
    [InlineData("Søren Ågård", "Soren Agard")]
    [InlineData("Søren Ågård", "Soeren Aagaard")]
    [InlineData("Łukasz Żółkiewski", "Lukasz Zolkiewski")]
    [InlineData("Nguyễn Thị Hằng", "Nguyen Thi Hang")]
    [InlineData("Θεόδωρος Παπαδόπουλος", "Theodoros Papadopoulos")]
    [InlineData("Фёдор Щепковский", "Fyodor Shchepkovskiy")]
    [InlineData("Фёдор Щепковский", "Федор Щепковский")]
    [InlineData("S\u0327u\u0308kru\u0308 C\u0327ag\u0306layan", "Şükrü Çağlayan")]
    [InlineData("Groß Weiß", "Gross Weiss")]
    public void Marks_dropped_or_written_out_are_the_same_name(string marked, string plain) => SameBothWays(marked, plain);

    [Theory]
    [InlineData("Mr. ")]
    [InlineData("MRS ")]
    [InlineData("Dr ")]
    [InlineData("Prof. Dr. ")]
    [InlineData("г-н ")]
    [InlineData("Госпожа ")]
    [InlineData("Sheikh ")]
    [InlineData("Col. ")]
    [InlineData("Lt. Gen. ")]
    [InlineData("Hacı ")]
    [InlineData("Señor ")]
    public void A_title_before_a_name_changes_next_to_nothing(string title)
    {
        foreach (var name in People)
        {
            SameBothWays(title + name, name, 97);
            SameBothWays(title + name, name, 97, WatchlistPartyKind.Individual);
        }
    }

    [Theory]
    [InlineData(" мырза")]
    [InlineData(" ханым")]
    [InlineData(" Jr.")]
    [InlineData(", PhD")]
    [InlineData(" Bey")]
    [InlineData(" 先生")]
    public void A_title_behind_a_name_changes_next_to_nothing(string title)
    {
        foreach (var name in People)
            SameBothWays(name + title, name, 97);
    }

    [Fact]
    public void A_title_that_is_a_name_stays_one()
    {
        SameBothWays("Yahya al-Hajj", "al-Hajj, Yahya", 100, WatchlistPartyKind.Individual);
        Assert.True(Score("Yahya al-Hajj", "Yahya Rahimi") < Screener.HitMin);
        Assert.True(Score("Dr. Yerkin", "Dr. Askar") < Screener.HitMin);
    }

    public static TheoryData<string> Forms =>
        [
            "Emberton LLC",
            "Emberton L.L.C.",
            "Emberton L. L. C.",
            "EMBERTON, LLC",
            "Emberton Limited",
            "Emberton Ltd.",
            "Emberton Co., Ltd",
            "Emberton Limited Liability Company",
            "Emberton GmbH",
            "Emberton Gesellschaft mit beschränkter Haftung",
            "ООО Эмбертон",
            "ООО «Эмбертон»",
            "Общество с ограниченной ответственностью \"Эмбертон\"",
            "ТОО Эмбертон",
            "Эмбертон ЖШС",
            "Emberton A.Ş.",
            "Emberton Anonim Şirketi",
            "Emberton S.A.",
            "Emberton S.p.A.",
            "Emberton S.A. de C.V.",
            "Emberton Sp. z o.o.",
            "PJSC Emberton",
            "ПАО Эмбертон",
            "АО «Эмбертон»",
            "АҚ Эмбертон",
            "Emberton Joint Stock Company",
            "Emberton plc",
            "Emberton Inc",
            "Emberton Corp.",
            "Emberton Pte. Ltd.",
            "Emberton Sdn Bhd",
            "Emberton B.V.",
            "Emberton OÜ",
            "Emberton & Co. KG",
            "Emberton FZE",
            "Emberton 有限公司",
            "Emberton",
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_legal_form_in_every_spelling_or_none_loses_only_a_little(string name)
    {
        foreach (var kind in (WatchlistPartyKind[])[WatchlistPartyKind.Entity, WatchlistPartyKind.Unknown])
        {
            SameBothWays(name, "Emberton LLC", Screener.HitMin, kind);
            SameBothWays(name, "JSC Emberton", Screener.HitMin, kind);
            Assert.InRange(Score(name, "Verkholuga LLC", kind), 0, 70);
        }
    }

    [Theory]
    [InlineData("Abd al-Rahman Yusuf", "Abdulrahman Yusuf")]
    [InlineData("Abd al-Rahman Yusuf", "Abdul Rahman Yusuf")]
    [InlineData("Abd al-Rahman Yusuf", "Abdurrahman Yusuf")]
    [InlineData("Abd al-Rahman Yusuf", "Abdel Rahman Yusuf")]
    [InlineData("Abd al-Rahman Yusuf", "ABD-AL-RAHMAN Yusuf")]
    [InlineData("Abd al-Rahman Yusuf", "'Abd ar-Rahman Yusuf")]
    [InlineData("Abd al-Aziz Yusuf", "Abdulaziz Yusuf")]
    [InlineData("Abd al-Aziz Yusuf", "Abdelaziz Yusuf")]
    [InlineData("Abd al-Latif Yusuf", "Abdullatif Yusuf")]
    [InlineData("Abd Allah Yusuf", "Abdullah Yusuf")]
    [InlineData("Abd Allah Yusuf", "Abdallah Yusuf")]
    [InlineData("Әбдірахман Юсуф", "Abdulrahman Yusuf")]
    [InlineData("Haq, Abdul", "Abdul Haq")]
    [InlineData("Nur ad-Din Zaki", "Nuruddin Zaki")]
    [InlineData("Nur al-Din Zaki", "Noureddine Zaki")]
    [InlineData("Saif ul-Din Zaki", "Saifuddin Zaki")]
    [InlineData("Saad Allah Zaki", "Sadullah Zaki")]
    [InlineData("Omar bin Laden", "Omar Binladen")]
    [InlineData("Omar ibn Khattab", "Omar bin Khattab")]
    [InlineData("Omar ben Khattab", "Omar ibn Khattab")]
    [InlineData("Yusuf al-Zubayrani", "Yusuf el Zubayrani")]
    [InlineData("Yusuf al-Zubayrani", "Yusuf Alzubayrani")]
    [InlineData("Jan van der Meerbeek", "Jan Vander Meerbeek")]
    [InlineData("Jan van der Meerbeek", "Jan vanderMeerbeek")]
    [InlineData("Maria de la Veguilla", "Maria Delaveguilla")]
    [InlineData("Tadhg O'Hargan", "Tadhg O Hargan")]
    [InlineData("Ian McTavish", "Ian Mc Tavish")]
    [InlineData("Нур Султан Бек", "Нурсултан Бек")]
    public void Particles_and_compounds_apart_or_together_are_one_name(string apart, string together) => SameBothWays(apart, together, 88);

    [Theory]
    [InlineData("Pak Tong Hyok", "Pak Tonghyok")]
    [InlineData("Pak Tong-hyok", "PAK, Tong Hyok")]
    [InlineData("Kim Jong Un", "Kimjongun")]
    [InlineData("박동혁", "박 동혁")]
    [InlineData("郑伟龙", "郑, 伟龙")]
    [InlineData("郑伟龙", "Zheng Weilong")]
    [InlineData("郑伟龙", "ZHENG, Wei Long")]
    [InlineData("山田太郎", "山田 太郎")]
    [InlineData("ヤマダ・タロウ", "ヤマダタロウ")]
    [InlineData("上海远东贸易有限公司", "上海远东贸易")]
    public void Syllables_are_the_name_with_blanks_or_without(string one, string other) => SameBothWays(one, other);

    [Theory]
    [InlineData("郑伟龙", "郑伟")]
    [InlineData("郑伟龙", "王伟龙")]
    [InlineData("Abdul Rahman Yusuf", "Abdul Rahim Yusuf")]
    [InlineData("Karimbayev Yerkin", "Karimbayev Askar")]
    [InlineData("Emberton LLC", "Ambergate LLC")]
    [InlineData("Mr. Smith", "Mr. Jones")]
    [InlineData("Watban Ibrahim al-Mosuli", "Watban Ibrahim al-Tikriti")]
    public void Others_do_not_come_nearer(string one, string other) =>
        Assert.True(Score(one, other, WatchlistPartyKind.Unknown) < Screener.HitMin, $"{Score(one, other)}");

    [Fact]
    public void Initials_and_numbers_of_companies_tell_them_apart()
    {
        Assert.True(Score("A.B.C. Company", "C.B.A. Company", WatchlistPartyKind.Entity) < Screener.HitMin);
        Assert.True(Score("Battalion II", "Battalion III", WatchlistPartyKind.Entity) < Screener.HitMin);
        SameBothWays("A.B.C. Company", "ABC Co.", 90, WatchlistPartyKind.Entity);
        SameBothWays("Battalion II", "2nd Battalion", 100, WatchlistPartyKind.Entity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData(" -- ,")]
    [InlineData("«»")]
    [InlineData("\u200e")]
    public void Without_a_letter_or_digit_it_is_no_name(string text) => Assert.False(Screener.IsName(text));

    [Fact]
    public void Names_in_any_letters_are_names()
    {
        foreach (var name in (string[])[.. People, "77310", "郑", "عبد", "ប៉ុល", "ዐቢይ", "Բարակ"])
            Assert.True(Screener.IsName(name), name);
    }

    [Fact]
    public void Two_names_in_one_field_are_each_a_name()
    {
        Assert.Equal(100, Score("Eastern Brigade", "Karasai Group/Eastern Brigade", WatchlistPartyKind.Entity));
        Assert.True(Score("Emberton", "Verkholuga A/S") == 0);
    }
}
