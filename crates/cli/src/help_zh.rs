//! The Chinese help texts, by command path and argument.

/// What a command does; the empty path is the program itself.
pub(crate) fn about(path: &str) -> Option<&'static str> {
    Some(match path {
        "" => "把五年规划纲要从文本变成运行的系统",
        "compile" => "读取规划文本，写出规划数据包，或显示摘要",
        "check" => "检查规划文本或数据包",
        "align" => "把规划与上级规划或上一期规划逐条对照",
        "rule" => "显示一条检查规则的说明，或全部规则",
        "assess" => "评估每个目标：进度、预测、实现概率、预警",
        "report" => "写出年度、中期或总结评估报告，每个数字可追溯",
        "evaluate" => "按组、地区或单位给评估结果打分，并给出名次区间",
        "backtest" => "显示预警的历史记录，或在一组序列上回放过去的规划期",
        "forecast" => "预测任意年度序列并给出区间，或回答目标实现的概率",
        "scenario" => "哪些目标不能同时成立，如果……会怎样，要怎样才能达到",
        "scenario check" => "列出不能同时成立的数及最小的修正，以及由其余的数推出什么",
        "scenario run" => "按情景文件设定，显示什么变动、为何变动、各目标的实现概率",
        "scenario model" => "运行系统动力学模型（XMILE）：输出曲线，或与规划的历史和预测并列",
        "scenario correlate" => "由自己的面板数据求预测误差的相关：供 --correlations 使用的表",
        "scenario effect" => {
            "由面板数据估计一个量对另一个量的弹性：给出带区间的 [[effect]]，或说明为何不能用"
        }
        "scenario seek" => "每个目标从现在起需要什么，以及情景文件中要寻求的",
        "load" => "把规划文本或数据包载入数据库",
        "import" => "把文件中的数据加入已载入的规划",
        "table" => "不需要规划，逐个列出一个数据文件读懂了什么",
        "space" => "叠加规划图层，找出冲突，量算面积",
        "space check" => "检查图层，并两两叠加，指出冲突",
        "space area" => "量算图层：平面面积和椭球面积，以及属性或文字所写的是哪一种",
        "export" => "把规划连同全部数据写成数据包或开放格式",
        "backup" => "把全部内容备份到一个文件，服务运行时也可以",
        "restore" => "用备份文件替换全部内容",
        "release" => "封存重算一个规划判定所需的一切，并签名",
        "verify" => "核对一次发布的文件、封签和前后链接",
        "audit" => "验证审计日志，导出签名的链头，更换签名密钥",
        "audit verify" => "重算审计链，找出被改动、删除或移动的条目",
        "audit head" => "输出签名的链头，另处保存",
        "audit rotate" => "新建签名密钥，输出旧密钥交接给它的一行",
        "doctor" => "查看一套安装是否正常，并说明怎么办",
        "user" => "管理账号",
        "user list" => "列出账号",
        "user add" => "新增账号，并输出设置密码的一次性链接",
        "user import" => "从名录表（xlsx、csv）读入人员和单位，停用离职人员的账号",
        "user link" => "为账号输出新的一次性链接",
        "user erase" => "抹去账号中的个人信息（姓名、邮箱、密码、身份、收件箱），账号停用",
        "user passwd" => "设置账号的密码，从标准输入读取",
        "serve" => "提供网页和接口服务",
        "demo" => "在临时目录中载入内置示例和您自己的规划，并提供服务",
        "completions" => "输出命令行补全脚本",
        "man" => "输出手册页",
        "about" => "显示版本、许可和内含的库",
        _ => return None,
    })
}

/// What an argument of a command means.
#[expect(clippy::too_many_lines, reason = "one arm for each case: it is read as a table")]
pub(crate) fn argument(path: &str, id: &str) -> Option<&'static str> {
    Some(match (path, id) {
        (_, "lang") => "输出语言：zh 或 en；默认取自环境",
        (_, "color") => "何时使用颜色：auto 终端上，always 总是，never 从不",
        ("space check", "region") => "整个地区的图层：应无缝的图层没有覆盖到的部分是缺口",
        ("space check" | "space area", "files") => {
            "图层：打包的 Shapefile、GeoPackage、GeoJSON、TopoJSON、ArcGIS JSON、KML 或 KMZ"
        }
        (_, "crs") => "全部图层或某一图层的坐标系（EPSG:4547、CGCS2000、GCJ-02；图层=EPSG:4547）；可给多个",
        ("space check" | "space area", "kind") => {
            "图层的种类（图层=城镇开发边界）：生态保护红线、永久基本农田、城镇开发边界、总体规划分区、自然保护地、饮用水水源保护区、专项规划、详细规划、项目用地、土地利用现状；可给多个"
        }
        ("space check" | "space area", "accuracy") => {
            "全部图层或某一图层边线的精度（15m；图层=15m），不给则为 0.5m"
        }
        ("space check" | "space area", "table") => "文件含多个图层时读哪一个（可写 图层=表名）",
        ("space check" | "space area", "format") => "输出形式：human 供人阅读，json，geojson",
        ("space check" | "space area", "output") => "写入这个文件，不输出到屏幕",
        ("space check", "tolerance") => "窄于此宽度的部分算作噪声（1m、50cm）；不给则为两个图层精度之和",
        ("space check", "minimum_area") => "小于此面积（平方米）的部分算作零星",
        ("space check", "apart") => "不在同一地区的图层也照样比较",
        ("space area", "by") => "按这个字段的值分别合计",
        ("space area", "stated") => "文字中的数字，按其自身精度比较（524.5万亩）",
        ("align", "plan") => "规划文本，或数据包目录",
        ("align", "other") => "所要衔接的上级规划或上一期规划，文本或数据包",
        ("align", "relation") => "另一份规划是什么：upper 上级规划，earlier 上一期规划",
        ("align", "all") => "不可比、不需衔接的也列出",
        ("align", "format") => "输出形式：text 供人阅读，json",
        (_, "region") => "规划的地区（文本中没有写明时）",
        (_, "period") => "规划期，如 2016-2020（文本中没有写明时）",
        ("compile" | "check" | "load", "kind") => {
            "文件的种类（读错时指定）：纲要、专项规划、年度报告、统计公报等"
        }
        (_, "data") => "数据库文件所在目录",
        (_, "database") => "数据库：SQLite 文件，或 postgres://用户@主机/库名；代替目录",
        ("load", "plan") => "规划文本，或数据包目录",
        ("load", "id") => "规划编号；不给则自动编号",
        ("load", "layers") => {
            "规划的图层：zip 的 Shapefile、GeoPackage、GeoJSON、KML；由文件名识别种类；可给多个"
        }
        ("load", "observations") => "一并载入的数据：工作簿、csv 或文档；可给多个",
        ("load", "outlines") => "下级地区的界线：带 name 和 code 属性的 GeoJSON",
        ("load", "draft") => "暂不公开，由规划人员开放",
        ("load", "reason") => "为何载入这一版；显示在版本历史中",
        ("import" | "table", "file") => "数据：xlsx、xlsb、xls、ods、csv，或 docx、PDF、HTML 中的表格",
        ("import", "plan") => "所属规划的编号；与 --dry-run 同用时可以不给",
        ("import", "dry_run") => "只显示读懂了什么，不写入",
        ("import", "json") => "输出 JSON",
        ("import", "name") => "文件中的名称和指标编号（总量=i0001），等号后留空则不读入；可给多个",
        ("import", "layouts") => "已确认版式的文件：对一种版式所作的决定保存在此，并用于下一个同版式的文件",
        ("import", "confirm") => "虽有疑问仍要读入的单元格（表1!B5）；可给多个",
        ("table", "format") => "输出形式",
        ("export", "plan") => "已载入规划的编号，或规划文本、数据包目录",
        ("export", "output") => "写入的目录",
        ("export", "format") => {
            "格式，以逗号分隔：package 数据包，或 sdmx-ml、sdmx-csv、json-stat、csvw、px、data-package、dcat、schema-org、atom、csv，all 为全部开放格式"
        }
        ("export", "observations") => "另加的数据：工作簿、csv 或文档；可给多个",
        ("export", "as_of") => "数据截至年份；默认为全部",
        ("export", "known_at") => "只用这一天已知的数据（2019-03-31）",
        ("export", "publisher") => "数据的发布者",
        ("export", "licence") => "数据许可的网址；不给则不写明许可",
        ("export", "base") => "这些文件将要发布的网址",
        ("export", "site") => "把数据库的整个公开版写成文件到这个目录，任何网页服务器都能用",
        ("release", "plan") => "已载入规划的编号，或规划文本、数据包目录",
        ("release", "output") => "写入的目录，里面不能已有一次发布",
        ("release", "key") => "签名密钥文件；不存在则新建",
        ("release", "after") => "上一次发布的目录，接着它的链",
        ("release", "as_of") => "数据截至年份",
        ("release", "known_at") => "只用这一天已知的数据（2019-03-31）",
        ("release", "weights") => "得分的权重：含 target 和 weight 两列的 csv；没有列出的目标权重为 1",
        ("release", "observations") => "另加的数据：工作簿、csv 或文档；可给多个",
        ("verify", "release") => "一次发布的目录",
        ("verify", "key") => "必须由它签署的公钥，由该安装公布",
        ("backup", "file") => "备份文件，不能已经存在",
        ("restore", "file") => "备份文件",
        ("audit verify", "since") => "与 --head 同用：只验证那个链头之后的条目，之前的不再重算",
        ("audit verify", "head") => "此前导出的链头文件；审计链必须包含它们",
        ("audit verify", "trust") => "必须由它签署的公钥，或由它交接的下一个密钥",
        ("audit rotate", "key") => "此前签名所用密钥的文件",
        ("audit rotate", "new") => "新密钥的文件，不能已经存在",
        ("audit rotate", "anchor") => "存放链头的文件，交接行追加在末尾",
        ("serve", "audit_anchor") => "数据库之外的文件（最好在另一台机器上），每天追加一行签名的审计链头",
        ("serve", "audit_anchor_mail") => "每天把签名的审计链头寄到这个邮箱",
        ("audit head", "key") => "签名密钥文件；不存在则新建",
        (_, "base_url") => "人们访问服务的网址，用于生成链接（https://plan.example.org）",
        ("serve", "calls_inside") => "允许订阅者填写本网络内部的回调地址（用于封闭网络）",
        ("serve", "behind_proxy") => "信任前置代理报告的客户端地址",
        ("serve", "audit_key") => "签署审计链头的密钥文件；不存在则新建",
        ("serve", "issuer") => "可供登录的 OpenID Connect 服务的签发者网址（https://login.example.org）",
        ("serve", "client_id") => "该服务中登记的客户端编号",
        ("serve", "secret_file") => "客户端密钥文件；也可用环境变量 GANGYAO_OIDC_CLIENT_SECRET 直接给出密钥",
        ("serve", "role") => "经该服务登录而没有账号的人获得的角色；不给则拒绝",
        ("serve", "by_email") => "已核实邮箱相同的账号视为本人",
        ("serve", "label") => "登录页上显示的服务名称",
        (_, "name") => "账号名",
        ("user add", "role") => {
            "角色：planner 规划，reporter 填报，leader 领导，auditor 审计，evaluator 第三方评估，administrator 管理"
        }
        ("user import", "file") => "名录表，列名：账号、姓名、单位、角色、邮箱、状态；其他列不看",
        ("user import", "close_absent") => "停用表中没有的账号（管理员除外）",
        ("user import", "dry_run") => "只显示将做什么，不写入",
        ("user add", "full_name") => "姓名",
        ("user add", "email") => "邮件地址",
        ("user add", "office") => "所属单位的编号",
        (_, "listen") => "监听地址",
        ("serve", "job_lease") => "同一数据库上的另一服务器失联多少秒后接手它的任务",
        ("serve", "kinds") => "另一类事项的文件（见 docs/matters.md）；可给出多个",
        ("about", "licences") => "显示本程序的许可和内含各库的许可",
        ("about", "sbom") => "输出软件物料清单（CycloneDX 1.5，JSON）",
        ("doctor", "backups") => "存放备份的目录；查看其中最新的一个",
        ("doctor", "backup_days") => "最新的备份超过多少天算旧",
        ("doctor", "least_space") => "数据库和临时文件所在的盘至少要有多少 MB 空闲",
        ("doctor", "audit_key") => "签署审计链头的密钥文件",
        ("doctor", "audit_anchor") => "数据库之外存放审计链头的文件",
        ("doctor", "offline") => "不连接其他机器：不问邮件服务器和统一认证",
        ("doctor", "json") => "输出 JSON",
        ("serve", "log_json") => "日志写成 JSON 行",
        ("serve", "log_requests") => "记录每个请求，而不只是失败的和慢的",
        ("serve", "slow_request") => "请求超过多少毫秒记为慢请求",
        ("serve", "slow_query") => "数据库语句超过多少毫秒记为慢查询",
        ("demo", "plans") => "与示例一同显示的您自己的规划",
        ("compile", "doc") => "规划文本：txt、Markdown、HTML、docx 或带文字层的 PDF",
        ("compile", "output") => "数据包写入的目录；不给则显示摘要",
        ("check", "plan") => "规划文本，或数据包目录",
        ("check", "format") => "输出形式：human 供人阅读，json 数组，sarif 供编辑器和代码平台",
        ("check", "select") => "只用这些规则：代码、名称或类别，以逗号分隔",
        ("check", "ignore") => "不用这些规则：代码、名称或类别，以逗号分隔",
        ("check", "no_preview") => "不用试用规则（它们只提出疑问）",
        ("check", "silence") => "静默清单文件，每条写明理由",
        ("check", "against") => "与这份上级规划比较（文本或数据包）",
        ("scenario check", "plan") => "规划数据包目录，或规划文本",
        ("scenario check", "scenario") => "情景文件，取其中的数值和恒等式",
        ("scenario run", "scenario") => "情景文件（toml）",
        ("scenario run", "correlations") => "预测误差的相关系数，代替内置的：a、b、rho、n 四列，以制表符分隔",
        ("scenario model", "model") => "模型文件（.xmile、.stmx）",
        ("scenario model", "map") => "对应文件（toml）：哪个变量是哪个指标",
        ("scenario model", "plan") => "规划数据包目录，或规划文本",
        ("scenario model", "observations") => "数据文件：csv 或 xlsx，每行一个数据或年份为列；可给多个",
        ("scenario model", "as_of") => "数据截至年份；默认为有数据的最后一年",
        ("scenario model", "known_at") => "只用这一天已知的数据（2019-03-31）",
        ("scenario model", "variable") => "只输出这些变量；可给多个",
        ("scenario model", "loops") => "不输出曲线，而说明哪些回路何时起主要作用",
        ("scenario correlate" | "scenario effect", "panel") => {
            "面板数据（csv）：地区、年份、指标（目录中的键）、数值"
        }
        ("scenario correlate", "ahead") => "预测年数",
        ("scenario correlate", "least") => "一对指标至少需要的样本数",
        ("scenario effect", "of") => "变动的量",
        ("scenario effect", "on") => "随之变动的量",
        ("scenario effect", "plan") => "规划数据包目录，或规划文本，取其中的恒等式",
        ("scenario model", "format") => "输出形式：text 为曲线的 CSV（与规划并列时供人阅读），json",
        ("scenario seek", "target") => "只看这个目标：目标编号，或指标的编号、键、名称；可给多个",
        ("scenario seek", "scenario") => "写有所求的情景文件",
        ("scenario check" | "scenario run" | "scenario seek", "format") => "输出形式：text 供人阅读，json",
        ("rule", "code") => "规则的代码或名称",
        ("rule", "all") => "全部规则",
        ("report", "kind") => {
            "种类：annual 年度，midterm 中期，final 总结（加 -short 为报人大常委会的简本），brief 简报，execution 年度计划执行情况与下一年计划草案，half-year 上半年计划执行情况，economy 季度经济运行；或自己的提纲文件"
        }
        ("report", "output") => {
            "写入的文件：docx、html、md、xlsx 或 pdf（由 gangyao-press 排版，见 make press），json 为全部数字的追溯；可给多个"
        }
        ("report", "author") => "报告单位",
        ("report", "template") => "本单位的 Word 模板：填入其中的占位符，docx 文件按模板写出",
        ("report", "outline") => "输出这一种类的提纲，供复制修改",
        ("assess" | "evaluate" | "scenario run" | "scenario seek" | "report", "plan") => {
            "规划数据包目录，或规划文本"
        }
        ("assess" | "evaluate" | "scenario run" | "scenario seek" | "report", "observations") => {
            "数据文件：csv 或 xlsx，每行一个数据或年份为列；可给多个"
        }
        ("assess" | "evaluate" | "scenario run" | "scenario seek" | "report", "as_of") => {
            "数据截至年份；默认为有数据的最后一年"
        }
        ("assess" | "evaluate" | "scenario run" | "scenario seek" | "report", "known_at") => {
            "只用这一天已知的数据（2019-03-31）"
        }
        ("assess" | "evaluate" | "scenario run" | "scenario seek", "method") => {
            "并列显示这种已发表的方法；可给多个"
        }
        ("assess" | "evaluate" | "scenario run" | "scenario seek" | "report", "rules") => {
            "预警规则文件，代替内置规则"
        }
        ("assess" | "evaluate", "format") => "输出形式：table 供人阅读，csv 或 json",
        ("assess", "panel") => "用此文件中其他地区年度序列的历史（格式同 forecast）校准预测，代替内置校准表",
        ("evaluate", "by") => "给什么打分：group 组，region 地区，body 单位",
        ("evaluate", "weights") => {
            "目标的权重：equal 相等，entropy 熵权，ahp 层次分析，或 CSV 文件（目标,权重）"
        }
        ("evaluate", "judgements") => "层次分析的两两判断：方形 CSV，表头和首列为目标编号",
        ("evaluate", "aggregation") => {
            "合成方法：arithmetic 算术，geometric 几何，harmonic 调和，mazziotta-pareto"
        }
        ("evaluate", "draws") => "变动权重和合成方法的抽样次数，用于名次区间",
        ("evaluate", "seed") => "抽样的种子",
        ("backtest", "panel") => "要回放的年度序列，格式同 forecast；不给则显示内置记录",
        ("backtest", "falling") => "应当下降的序列编号；可给多个",
        ("backtest", "rules") => "预警规则文件，代替内置规则",
        ("backtest", "csv") => "以 CSV 输出完整记录（按剩余年数）",
        ("forecast", "series") => {
            "年度序列 CSV：长表（id,period,value）或宽表（id，其后由远到近的数值；有表头）"
        }
        ("forecast", "horizon") => "向前预测的年数",
        ("forecast", "levels") => "区间的置信水平（百分数），以逗号分隔",
        ("forecast", "ask") => "问题文件 CSV（unique_id,k,h,target）；回答数值达到或超过目标的概率",
        ("forecast", "panel") => "用此文件中序列的历史来校准，代替内置校准表",
        ("forecast", "output") => "写入文件，代替标准输出",
        ("completions", "shell") => "命令行外壳的名称",
        _ => return None,
    })
}
