/*
 * Words that say little, by language, for those who do not want to see them.
 */
const LISTS = {
	en: `a about above after again against all also am an and any are as at be
		because been before being below between both but by can could did do
		does doing down during each few for from further had has have having he
		her here hers herself him himself his how i if in into is it its itself
		just let me more most my myself no nor not now of off on once only or
		other our ours ourselves out over own said same say says shall she
		should so some such than that the their theirs them themselves then
		there these they this those through to too under until up upon us very
		was we were what when where which while who whom why will with would
		you your yours yourself yourselves`,
	de: `aber alle allem allen aller alles als also am an ander andere anderem
		anderen anderer anderes auch auf aus bei bin bis bist da damit dann das
		dass dein deine dem den denn der des dich die dies diese diesem diesen
		dieser dieses dir doch dort du durch ein eine einem einen einer eines er
		es euch euer für gegen hab habe haben hat hatte hatten hier hin hinter
		ich ihm ihn ihnen ihr ihre im in indem ins ist ja jede jedem jeden jeder
		jedes jene jetzt kann kein keine können könnte machen man mein meine mich
		mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine
		selbst sich sie sind so solche soll sollte sondern sonst über um und uns
		unser unter viel vom von vor war waren warst was weg weil weiter welche
		wenn wer werde werden wie wieder will wir wird wirst wo wollen würde
		während zu zum zur zwar zwischen`,
	es: `a al algo algunas algunos ante antes como con contra cual cuando de del
		desde donde durante e el ella ellas ellos en entre era eran es esa esas
		ese eso esos esta estaba estado están estar este esto estos fue fueron
		ha había han hasta hay la las le les lo los más me mi mis mucho muchos
		muy nada ni no nos nosotros nuestra nuestro o os otra otras otro otros
		para pero poco por porque que quien quienes qué se sea ser si sin sobre
		son su sus sí también tanto te tenía tiene tienen todo todos tu tus un
		una uno unos vosotros y ya yo`,
	fr: `à ai au aucun aussi autre aux avait avec avoir c ce cela ces cet cette
		comme d dans de des dont du elle elles en encore entre es est et été
		être eu eux fait il ils j je l la le les leur leurs lui m ma mais me
		même mes moi mon n ne ni nos notre nous on ont ou où par pas peut plus
		pour qu quand que quel quelle qui s sa sans se sera ses si son sont sous
		sur t ta te tes toi ton tous tout toute toutes très tu un une vos votre
		vous y`,
	it: `a abbiamo agli ai al alla alle allo anche aveva c che chi ci come con
		contro cui da dagli dai dal dalla dalle dei degli del della delle dello
		di dopo dove e è ed era erano essere fra fu gli ha hanno ho i il in io l
		la le lei li lo loro lui ma me mi mia mio molto ne nei negli nel nella
		nelle no noi non nostra nostro o ogni per perché più poi quale quando
		quella quelle quelli quello questa queste questi questo se sei si sia
		siamo sono su sua sue sui sul sulla suo suoi tra tu tua tuo tutti tutto
		un una uno vi voi`,
	pt: `a ao aos aquela aquele aqueles as até com como da das de dela dele deles
		depois do dos e é ela elas ele eles em entre era eram essa esse esta está
		estão este eu foi foram há isso isto já la lhe lhes mais mas me mesmo
		meu minha muito na nas não nem no nos nós nossa nosso num numa o os ou
		para pela pelas pelo pelos por qual quando que quem são se seja sem ser
		será seu seus só sua suas também te tem têm tinha tu tua um uma você
		vocês vos à às`,
};

export const stopWords = (language) => LISTS[language]?.split(/\s+/) ?? [];
